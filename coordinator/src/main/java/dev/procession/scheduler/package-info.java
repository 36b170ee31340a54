/**
 * Decides: what a pool of worker processes does next, without doing any of it.
 *
 * <p>{@link dev.procession.scheduler.Scheduler#handle} takes an {@link
 * dev.procession.scheduler.Event} and the time, and returns {@link
 * dev.procession.scheduler.Command}s. There is no thread, clock, stream, process, logger or random
 * number in this package, so the same events at the same times give the same commands, and what
 * takes a pool hours takes a test milliseconds. No event costs more than what it moves: nothing
 * here looks at all workers or all queued items, except what ends all of them.
 *
 * <h2>A worker</h2>
 *
 * A pool has N posts, the numbers from 0 to N-1. A worker is a process that has one of them, known
 * by number and generation. Its state is a {@code WorkerState}.
 *
 * <table>
 *   <caption>The states of a worker</caption>
 *   <tr><th>state</th><th>event</th><th>next</th><th>what happens</th></tr>
 *   <tr><td>Vacant</td><td>a process is wanted, the wait is over, and not too many others are being
 *       launched</td><td>Starting</td><td>StartWorker</td></tr>
 *   <tr><td>Starting</td><td>hello, or silent for a second</td><td>Starting</td>
 *       <td>its launch is over: StartWorker for the next</td></tr>
 *   <tr><td>Starting</td><td>ready</td><td>Active</td>
 *       <td>SendChunk, if something waits and no predecessor holds anything</td></tr>
 *   <tr><td>Starting</td><td>start timeout, rubbish, not needed any more</td><td>Killed</td>
 *       <td>KillWorker</td></tr>
 *   <tr><td>Starting</td><td>exited</td><td>Gone</td>
 *       <td>the next waits; the third in a row with no process left fails the pool</td></tr>
 *   <tr><td>Active</td><td>answered</td><td>Active</td><td>Deliver, next chunk</td></tr>
 *   <tr><td>Active</td><td>its last item was sent</td><td>Active, retiring</td>
 *       <td>steps aside: StartWorker for its successor</td></tr>
 *   <tr><td>Active</td><td>retiring</td><td>Active, retiring</td><td>the same, and RevokeChunk</td></tr>
 *   <tr><td>Active, retiring</td><td>it holds nothing, and no successor is starting</td>
 *       <td>Dismissed</td><td>DismissWorker</td></tr>
 *   <tr><td>Active</td><td>nothing to do for the idle timeout</td><td>Dismissed</td>
 *       <td>steps aside: DismissWorker</td></tr>
 *   <tr><td>Active</td><td>rubbish; an item that does not stop; an item it does not begin</td>
 *       <td>Killed</td><td>KillWorker</td></tr>
 *   <tr><td>Active</td><td>exited</td><td>Gone</td>
 *       <td>blames the running item, requeues the rest, is replaced at once</td></tr>
 *   <tr><td>Active</td><td>shutdown, and all jobs have ended</td><td>Dismissed</td>
 *       <td>DismissWorker</td></tr>
 *   <tr><td>Dismissed</td><td>grace is over, rubbish</td><td>Killed</td><td>KillWorker</td></tr>
 *   <tr><td>Dismissed</td><td>exited</td><td>Gone</td><td>is replaced, if it was not before</td></tr>
 *   <tr><td>Killed</td><td>answered, returned</td><td>Killed</td>
 *       <td>what was on its way still counts, unless the process sent rubbish</td></tr>
 *   <tr><td>Killed</td><td>exited</td><td>Gone</td><td>as the reason of the kill asks</td></tr>
 *   <tr><td>any with a process</td><td>shutdown now</td><td>Killed</td><td>KillWorker</td></tr>
 * </table>
 *
 * Every other pair changes nothing: events of a process that is gone are out of date, and a second
 * <i>ready</i>, or <i>retiring</i> from a process that is leaving anyway, says nothing new. A post
 * whose processes exit one after the other without having been of any use waits longer each time
 * before the next is started; the first time is free for a process that had become ready.
 *
 * <p>There may be a limit to how many processes are between their launch and their hello, because
 * JVMs that start side by side on few processors delay each other, and so the first result. What
 * comes after the hello, such as an initializer, all do side by side.
 *
 * <h2>A post</h2>
 *
 * A post has one worker, its present one, and at times that one's predecessor.
 *
 * <table>
 *   <caption>Who has a post</caption>
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
 * So a post never has three processes, nor two that hold items: however many are being replaced, no
 * more than N hold any. What a process has been sent counts against the number of items it may
 * have, even if it gives some back: it cannot know better, since its successor is on its way.
 *
 * <p>Which posts have a process: all in an open pool, and in one that lets idle processes go all
 * when it is opened. From then on such a pool, like one that is draining, starts a process, be it
 * the first, a successor or a replacement, only while more items wait than there are processes to
 * take them; what would have to wait for its predecessor comes last. So what crashes or retires
 * while nothing waits is not replaced.
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
 *   <tr><td>Open</td><td>hopeless start failure</td><td>Failed</td>
 *       <td>FailPool, FailItems for all; what is offered later fails at once</td></tr>
 *   <tr><td>Draining</td><td>hopeless start failure</td><td>Stopping</td><td>the same</td></tr>
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
 * An item waits in its job's queue, or is in a chunk that one process holds, or is settled:
 * delivered, failed or cancelled, once and for good. What a chunk brings back goes to the front of
 * its queue.
 *
 * <table>
 *   <caption>How an item ends, or does not</caption>
 *   <tr><th>what happens</th><th>what becomes of the item</th></tr>
 *   <tr><td>its worker answers</td><td>Deliver, unless it is settled</td></tr>
 *   <tr><td>its worker dies while it runs</td>
 *       <td>next attempt, alone; FailItems with Crashed when there is none</td></tr>
 *   <tr><td>its worker dies, another item runs</td><td>waits again, at no charge</td></tr>
 *   <tr><td>its worker dies, and nobody knows what ran</td>
 *       <td>waits again and travels alone; alone and lost too often, it is taken for the cause</td>
 *       </tr>
 *   <tr><td>it runs longer than it may</td>
 *       <td>FailItems with TimedOut, CancelItem; KillWorker after the grace period</td></tr>
 *   <tr><td>it is cancelled</td>
 *       <td>never sent, or CancelItem; KillWorker if it runs and does not stop</td></tr>
 *   <tr><td>its job is cancelled</td><td>the same, and RevokeChunk for what has not started</td></tr>
 *   <tr><td>its worker is killed for another item</td><td>waits again, at no charge</td></tr>
 *   <tr><td>its worker does not begin it</td>
 *       <td>as if nobody knew what ran: alone and not begun too often, it is taken for the cause</td>
 *       </tr>
 * </table>
 *
 * A worker has its item's timeout and two seconds to begin an item that it was sent. An item that
 * five workers one after the other have not begun, alone, has to end in some way; it may be too
 * large to be taken in, and it is not for others to wait for it any longer.
 *
 * <h2>Reading order</h2>
 *
 * {@code Scheduler} is the table of contents. {@code Jobs} says how items wait and end, {@code
 * Chunks} what is under way, {@code Dispatcher} who gets what, {@code Watch} what takes too long,
 * {@code Crew} who lives, {@code Starts} who is started when, {@code Launches} how many at a time,
 * {@code Succession} who makes room for whom, {@code Recovery} what the dead leave.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.scheduler;
