/**
 * The state machine of shared objects: decides who holds a lock, who waits, and what a queue has,
 * and does none of it. The counterpart of the scheduler's.
 *
 * <p>{@link dev.procession.sharing.Sharing#handle} takes a {@link
 * dev.procession.sharing.SharingEvent} and the time, and returns {@link
 * dev.procession.sharing.SharingCommand}s. There is no thread, clock, stream or logger in this
 * package. Values are bytes that nothing here looks into.
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li>Every request that wants an answer gets exactly one: at once, or when what it waits for
 *       comes, or when its time is over, it is withdrawn, its task ends or its object is closed. A
 *       process that is gone gets none.
 *   <li>First come, first served: a request that could be granted waits all the same behind those
 *       that came before it. What becomes free is handed to the first that waits, in the same step.
 *   <li>A lock is held by one thread of a task (or of the program), a permit by a task. When a task
 *       ends, whatever it holds is free again and a warning is due; when a process is gone, so is
 *       whatever its tasks held. Either way the next holder of a lock learns that it was abandoned.
 *   <li>What a queue has accepted stays. An item that was taken is the taker's, even if it dies
 *       before the item reaches it.
 *   <li>A request for a lock, without a limit of time, that would close a cycle of such requests is
 *       answered by {@link dev.procession.protocol.SharedReply.Deadlock} instead of waiting.
 *   <li>The tasks of a process run one after the other. So a request of a later one, like the
 *       answer of a task, shows that those before it have ended.
 * </ul>
 *
 * <table>
 *   <caption>What happens to a request that waits</caption>
 *   <tr><th>event</th><th>answer</th></tr>
 *   <tr><td>it is first, and what it wants is there</td><td>Locked, Done, Value</td></tr>
 *   <tr><td>its time is over</td><td>TimedOut</td></tr>
 *   <tr><td>withdrawn; its task is cancelled, or has ended</td><td>Withdrawn</td></tr>
 *   <tr><td>the queue is finished</td><td>Finished</td></tr>
 *   <tr><td>the object is closed</td><td>Gone</td></tr>
 *   <tr><td>the pool ends</td><td>PoolEnded</td></tr>
 *   <tr><td>its process is gone</td><td>none</td></tr>
 * </table>
 *
 * <h2>Limits</h2>
 *
 * {@link dev.procession.sharing.SharingLimits} bounds the number of objects, the bytes of each, and
 * the requests of each process that wait, with their bytes.
 *
 * <h2>Reading order</h2>
 *
 * {@code Sharing}, then {@code ObjectState} and one of its kinds, {@code Session}.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.sharing;
