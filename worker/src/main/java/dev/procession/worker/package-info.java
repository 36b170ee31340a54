/**
 * The worker process: receives chunks from its coordinator, runs their items and sends the answers.
 *
 * <p>Read {@link dev.procession.worker.Main}, {@link dev.procession.worker.Worker}, then the
 * threads:
 *
 * <pre>
 *   reader     Reader            stdin: messages → Mailbox → Inbox, BackgroundSender, Interrupter, Fetcher
 *   runner     Runner            Inbox: steps      → ChunkRunner → AnswerBuffer → Outgoing
 *   courier    BackgroundSender  messages, ticks   → Outgoing
 *   canceller  Interrupter       cancelled items   → interrupts the runner
 * </pre>
 *
 * <p>What each thread may wait for:
 *
 * <ul>
 *   <li>The reader waits for input only. When that ends, the process ends, even if a task spins or
 *       holds every lock it can reach.
 *   <li>Only the runner runs user code. It waits for the inbox, and for {@link
 *       dev.procession.worker.Outgoing} while the coordinator reads slowly.
 *   <li>The courier waits for {@code Outgoing} only. Threads of tasks that need a class wait for
 *       the courier and the reader.
 *   <li>Two locks: {@code Outgoing}, held while a message is written, and the canceller's, held
 *       during an interrupt. No thread takes one while holding the other.
 * </ul>
 *
 * <p>An item is either started or returned; if started, it is answered exactly once: {@link
 * dev.procession.worker.Chunk} guarantees this with a single atomic word. After a {@code
 * VirtualMachineError}, or when it exceeds its memory limit, the worker asks to be replaced and
 * starts no other item: {@link dev.procession.worker.Retirement}.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.worker;
