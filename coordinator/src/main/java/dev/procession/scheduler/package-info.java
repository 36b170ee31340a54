/**
 * The pool's state machine: decides what a pool of worker processes does next, and does none of it.
 *
 * <p>{@link dev.procession.scheduler.Scheduler#handle} takes an {@link
 * dev.procession.scheduler.Event} and the time, and returns {@link
 * dev.procession.scheduler.Command}s. There is no thread, clock, stream, process, logger or random
 * number in this package, so the same events at the same times give the same commands, and what
 * takes a pool hours takes a test milliseconds. The cost of an event depends only on what it
 * changes: nothing here iterates over all workers or all queued items, except to end them all.
 *
 * <h2>A worker</h2>
 *
 * A pool has N slots, numbered from 0 to N-1. A worker is a process that holds one of them,
 * identified by number and generation. Its state is a {@code WorkerState}.
 *
 * <table>
 *   <caption>The states of a worker</caption>
 *   <tr><th>state</th><th>event</th><th>next</th><th>what happens</th></tr>
 *   <tr><td>Vacant</td><td>a process is wanted, the wait is over, and not too many others are being
 *       launched</td><td>Starting</td><td>StartWorker</td></tr>
 *   <tr><td>Starting</td><td>hello, or silent for a second</td><td>Starting</td>
 *       <td>its launch is over: StartWorker for the next, but see below</td></tr>
 *   <tr><td>Starting</td><td>ready</td><td>Active</td>
 *       <td>SendChunk, if something waits and no predecessor holds anything</td></tr>
 *   <tr><td>Starting</td><td>start timeout, protocol violation, no longer needed, its
 *       host is draining</td><td>Killed</td>
 *       <td>KillWorker</td></tr>
 *   <tr><td>Starting</td><td>exited</td><td>Gone</td>
 *       <td>the next waits; the third in a row with no process left fails the pool</td></tr>
 *   <tr><td>Active</td><td>answered</td><td>Active</td><td>Deliver, next chunk</td></tr>
 *   <tr><td>Active</td><td>its last item was sent</td><td>Active, retiring</td>
 *       <td>steps aside: StartWorker for its successor</td></tr>
 *   <tr><td>Active</td><td>retiring, its host is draining</td><td>Active, retiring</td>
 *       <td>the same, and RevokeChunk</td></tr>
 *   <tr><td>Active, retiring</td><td>it holds nothing, and no successor is starting</td>
 *       <td>Dismissed</td><td>DismissWorker</td></tr>
 *   <tr><td>Active</td><td>nothing to do for the idle timeout</td><td>Dismissed</td>
 *       <td>steps aside: DismissWorker</td></tr>
 *   <tr><td>Active</td><td>protocol violation; an item that does not stop or does not begin</td>
 *       <td>Killed</td><td>KillWorker</td></tr>
 *   <tr><td>Active</td><td>exited</td><td>Gone</td>
 *       <td>blames the running item, requeues the rest, is replaced at once</td></tr>
 *   <tr><td>Active</td><td>shutdown, and all jobs have ended</td><td>Dismissed</td>
 *       <td>DismissWorker</td></tr>
 *   <tr><td>Dismissed</td><td>grace period is over, protocol violation</td><td>Killed</td><td>KillWorker</td></tr>
 *   <tr><td>Dismissed</td><td>exited</td><td>Gone</td><td>is replaced, if it was not before</td></tr>
 *   <tr><td>Killed</td><td>answered, returned</td><td>Killed</td>
 *       <td>messages in transit still count, unless the process violated the protocol</td></tr>
 *   <tr><td>Killed</td><td>exited</td><td>Gone</td><td>depends on the reason for the kill</td></tr>
 *   <tr><td>any with a process</td><td>shutdown now</td><td>Killed</td><td>KillWorker</td></tr>
 * </table>
 *
 * Every other pair changes nothing: events of a process that has exited are stale, and a second
 * <i>ready</i>, or <i>retiring</i> from a process that is leaving anyway, is redundant. When the
 * processes of a slot exit one after the other without having done any useful work, each restart is
 * delayed longer (exponential backoff); the first restart of a process that had become ready is not
 * delayed.
 *
 * <p>The number of processes between launch and hello may be limited, because JVMs that start in
 * parallel on few processors delay each other, and so the first result. What comes after the hello,
 * such as an initializer, always runs in parallel. If items wait when the first process says hello,
 * the next one is launched a tenth of a second after that one is ready: a short program is over by
 * then, and would only have been delayed.
 *
 * <p>Where processes run on several hosts, the number of places may change at any time ({@link
 * dev.procession.scheduler.Event.PlacesChanged}): no process is started beyond it. The end of a
 * process whose host was lost, or for which there was no place, is nobody's fault: it is no failed
 * start and no suspicion, and what it held is requeued, unless it was lost with too many hosts.
 *
 * <h2>A slot</h2>
 *
 * A slot has a present worker and, while that is replacing another, its predecessor.
 *
 * <table>
 *   <caption>The workers of a slot</caption>
 *   <tr><th>present</th><th>predecessor</th><th>event</th><th>what happens</th></tr>
 *   <tr><td>retiring, or dismissed as idle</td><td>none</td><td>at once</td>
 *       <td>steps aside: it is the predecessor, and the present worker is Vacant</td></tr>
 *   <tr><td>retiring, or Dismissed</td><td>any</td><td>the predecessor exits</td>
 *       <td>the same; until then there is no successor, so it leaves when it holds nothing</td></tr>
 *   <tr><td>Starting</td><td>retiring, holds nothing</td><td>ready, killed, exited</td>
 *       <td>DismissWorker for the predecessor</td></tr>
 *   <tr><td>Active</td><td>holds something</td><td>it holds nothing any more</td>
 *       <td>the present worker gets its first chunk</td></tr>
 *   <tr><td>Vacant</td><td>holds nothing</td><td>at once</td>
 *       <td>DismissWorker for the predecessor, unless a successor is started</td></tr>
 * </table>
 *
 * So a slot never has three processes, nor two that hold items: however many are being replaced, at
 * most N hold items. Every item sent to a process counts against its maximum number of items, even
 * if it gives some back, because its successor has already been started.
 *
 * <p>In an open pool every slot has a process. A pool with an idle timeout fills all its slots when
 * it is opened; from then on, like a pool that is draining, it starts a process (the first, a
 * successor or a replacement) only while more items wait than there are processes to take them.
 * Successors that would have to wait for their predecessors are started last. So a process that
 * crashes or retires while nothing waits is not replaced.
 *
 * <h2>The pool</h2>
 *
 * <table>
 *   <caption>The states of the pool</caption>
 *   <tr><th>state</th><th>event</th><th>next</th><th>what happens</th></tr>
 *   <tr><td>Created</td><td>opened</td><td>Open</td><td>StartWorker for all, as the
 *       limit allows</td></tr>
 *   <tr><td>Created, Open</td><td>shutdown</td><td>Draining</td>
 *       <td>processes are started only for items that wait</td></tr>
 *   <tr><td>Open</td><td>too many start failures</td><td>Failed</td>
 *       <td>FailPool, FailItems for all; what is offered later fails at once</td></tr>
 *   <tr><td>Draining</td><td>too many start failures</td><td>Stopping</td><td>the same</td></tr>
 *   <tr><td>Failed</td><td>shutdown</td><td>Stopping</td><td>EndJob for all</td></tr>
 *   <tr><td>any but Stopping</td><td>shutdown now</td><td>Stopping</td>
 *       <td>FailItems for all, KillWorker for all</td></tr>
 *   <tr><td>Draining, Stopping</td><td>no job and no process is left</td><td>Terminated</td>
 *       <td>Terminate</td></tr>
 *   <tr><td>Terminated</td><td>any</td><td>Terminated</td><td>nothing</td></tr>
 * </table>
 *
 * <h2>An item</h2>
 *
 * An item waits in its job's queue or for the time of its next attempt, or is in a chunk that one
 * process holds, or is settled: delivered, failed or cancelled, exactly once. Items that a chunk
 * returns go to the front of their queue.
 *
 * <table>
 *   <caption>How an item ends or is retried</caption>
 *   <tr><th>event</th><th>effect on the item</th></tr>
 *   <tr><td>its worker answers</td><td>Deliver, unless it is settled</td></tr>
 *   <tr><td>its worker dies while it runs</td>
 *       <td>retried alone; FailItems with Crashed when no retry is left</td></tr>
 *   <tr><td>its worker dies, another item runs</td><td>requeued; not counted as an attempt</td></tr>
 *   <tr><td>its worker dies, and the running item is unknown</td>
 *       <td>requeued and sent alone; lost too often when alone, it is considered the cause</td>
 *       </tr>
 *   <tr><td>its worker answers with a failure worth a retry, and one is left</td>
 *       <td>waits for its delay, then goes to the front of its queue</td></tr>
 *   <tr><td>its worker's host is lost</td>
 *       <td>requeued; FailItems with HostLost when it was lost so too often</td></tr>
 *   <tr><td>it exceeds its timeout</td>
 *       <td>CancelItem; KillWorker after the grace period; then FailItems with TimedOut, or a retry
 *       </td></tr>
 *   <tr><td>it is cancelled</td>
 *       <td>never sent, or CancelItem; KillWorker if it runs and does not stop</td></tr>
 *   <tr><td>its job is cancelled</td><td>the same, and RevokeChunk for what has not started</td></tr>
 *   <tr><td>its worker is killed for another item</td><td>requeued; not counted as an attempt</td></tr>
 *   <tr><td>its worker does not begin it</td>
 *       <td>as if the running item were unknown: not begun too often when alone, it is considered the
 *       cause</td>
 *       </tr>
 * </table>
 *
 * Among the jobs of the highest priority, the one that has used least of the workers' time is the
 * next to be sent a chunk ({@code WorkerTime}). Chunks in progress count with an estimate. A job
 * that arrives starts from what the next one has used. A worker that holds items it has not begun
 * for longer than planned returns them if another job waits.
 *
 * <p>What runs at a worker may wait for another task. After a moment of that, the worker gives back
 * what it has not begun, and gets nothing more until it goes on. If all workers wait while items
 * are queued, WarnAllWait is due.
 *
 * <p>A worker must begin an item within the item's timeout plus two seconds after receiving it. An
 * item that five workers in a row have not begun, although it was sent alone, fails: it may be too
 * large to be decoded, and must not block other items any longer.
 *
 * <h2>Reading order</h2>
 *
 * Start with {@code Scheduler}, which maps events to the other classes. {@code Jobs} queues items
 * and ends them; {@code Chunks} tracks chunks in transit; {@code Dispatcher} assigns items to
 * workers; {@code Deadlines} enforces timeouts; {@code WorkerLifecycle} moves workers from state to
 * state; {@code Starts} orders and delays process starts; {@code LaunchLimit} limits concurrent
 * launches; {@code Replacement} replaces retiring processes; {@code Recovery} requeues or fails
 * what a dead worker held; {@code Retries} has what waits for its next attempt.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.scheduler;
