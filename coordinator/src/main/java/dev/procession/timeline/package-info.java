/**
 * The output of {@code --timeline FILE}: a chart of the activity of each worker over time.
 *
 * <pre>
 *   pools ─ WorkerObserver ─▶ Timeline (keeps, within limits) ─▶ History ─▶ TimelinePage  ─▶ FILE.html
 *                                                                        └▶ TraceEvents   ─▶ FILE.json
 * </pre>
 *
 * <p>{@link dev.procession.timeline.Timeline} is the only class that changes; what it hands out is
 * a {@code History}, which does not. {@code TimelineFile} sees before the work that the file can be
 * written, and writes it however the work ends. The page is {@code page.html}, {@code page.css} and
 * {@code page.js} beside the classes, put into one file with the history in it as JSON; it needs
 * nothing else, least of all a network.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.timeline;
