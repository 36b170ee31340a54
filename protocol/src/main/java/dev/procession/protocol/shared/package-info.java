/**
 * The handles on shared objects, the same in workers and in the program: {@link
 * dev.procession.protocol.shared.SharedClient} asks the coordinator, or the engine of the program's
 * own pool, on behalf of them. A handle travels as a {@link
 * dev.procession.protocol.shared.SharedReference}, a number and a name.
 *
 * <p>How often a thread has locked a lock, and how many permits a task has, is counted here, so
 * that what a caller may not do fails in the caller. The coordinator does not rely on it.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.protocol.shared;
