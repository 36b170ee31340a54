/**
 * The live page: what the workers of this JVM's pools do, in a browser, while they do it.
 *
 * <pre>
 *   pools ─ WorkerObserver ─▶ PoolModel, RecentTimeline (keep, within limits)
 *                                  ▲ asked several times a second, while somebody reads
 *                             LivePage ─▶ LiveServer ─ server-sent events ─▶ page.js in a browser
 * </pre>
 *
 * <p>{@code LivePage} is what others use. {@code LiveServer} is the only class that knows HTTP;
 * {@code Gate} decides which requests are answered at all. What is sent is text, which the page
 * never takes for markup. A reader is a thread of {@code RequestThreads}, which drops those that
 * stall. Nothing here is loaded unless a live page is asked for.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.live;
