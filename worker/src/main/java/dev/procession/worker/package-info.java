/**
 * The worker process: takes chunks from its coordinator, runs them, answers.
 *
 * <p>Read {@link dev.procession.worker.Main}, {@link dev.procession.worker.Worker}, then the
 * threads:
 *
 * <pre>
 *   reader     Reader      stdin: messages        → Inbox, Courier, Canceller, Fetcher
 *   runner     Runner      Inbox: steps           → ChunkRunner → Answers → Outgoing
 *   courier    Courier     errands, ticks         → Outgoing
 *   canceller  Canceller   items to be stopped    → interrupts the runner
 * </pre>
 *
 * <p>Who may wait for what:
 *
 * <ul>
 *   <li>The reader waits for input only. When that ends, the process ends, even if a task spins or
 *       holds every lock it can reach.
 *   <li>The runner alone runs the user's code. It waits for the inbox, and for {@link
 *       dev.procession.worker.Outgoing} while the coordinator is slow to read.
 *   <li>The courier waits for {@code Outgoing} only. Threads of tasks that need a class wait for
 *       the courier and the reader.
 *   <li>Two locks: {@code Outgoing}, held while a message is written, and the canceller's, held
 *       during an interrupt. Nobody takes one while holding the other.
 * </ul>
 *
 * <p>An item is started or returned, never both, and answered once if it was started: {@link
 * dev.procession.worker.Chunk} keeps that in one atomic word. After an error of the VM, or with
 * more memory than it may have, the worker asks to be replaced and begins no other item: {@link
 * dev.procession.worker.Retirement}.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.worker;
