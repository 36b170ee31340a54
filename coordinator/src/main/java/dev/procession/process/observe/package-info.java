/**
 * Events, snapshots, logs and flight recorder events of a pool.
 *
 * <p>A {@code ListenerNotifier} creates events on the event loop and delivers them, in order, on a
 * callback thread, so that a slow listener delays nothing else. A {@code Recorder} reports the
 * events of one worker process to the flight recorder and to observers within this JVM.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.observe;
