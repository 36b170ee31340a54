/**
 * Does what the scheduler decides: threads, pipes and processes.
 *
 * <p>{@link dev.procession.process.Engine} is the way in. One thread at a time, by way of the
 * {@code EventLoop}, asks the scheduler and carries out its commands; nothing it does blocks. It is
 * the loop's own, or a {@code WorkerReader}'s that has brought answers. Around it, each with
 * threads of its own:
 *
 * <table border="1">
 * <caption>Who does what, on which thread</caption>
 * <tr><th>class</th><th>thread</th><th>job</th></tr>
 * <tr><td>{@code EventLoop}</td><td>procession-loop</td><td>handles what others have posted and what is due</td></tr>
 * <tr><td>{@code Feeder}</td><td>procession-feeder</td><td>pulls items from a caller's source, encodes them, stops when the {@code Window} is full</td></tr>
 * <tr><td>{@code WorkerProcess}</td><td>procession-w0</td><td>launches one process, waits for its end, reports it</td></tr>
 * <tr><td>{@code WorkerWriter}</td><td>procession-w0-in</td><td>writes chunks, functions and class files to the worker's stdin</td></tr>
 * <tr><td>{@code WorkerReader}</td><td>procession-w0-out</td><td>reads the worker's stdout, decodes results, hands them to the loop</td></tr>
 * <tr><td>{@code OutputRelay}</td><td>procession-w0-err</td><td>turns what the worker printed into lines</td></tr>
 * <tr><td>{@code ResultQueue}</td><td>the caller's</td><td>puts results in order and waits for them</td></tr>
 * <tr><td>{@code CallbackThreads}</td><td>procession-callback</td><td>runs code of the user's: stages of futures, progress, listeners, class loaders</td></tr>
 * <tr><td>{@code KeepAlive}</td><td>procession-keep-alive</td><td>the only one that is no daemon: lives while submitted work is unfinished</td></tr>
 * </table>
 *
 * <p>What becomes of a process, its {@code Recorder} tells the flight recorder and, for the command
 * line's pictures and stories, whoever is {@link dev.procession.process.Observed observing}.
 *
 * <p>Locks guard a few fields each and are held for a few statements, never while code of the
 * user's runs. The only ones that are taken while another is held are the {@code Window}'s, by the
 * {@code ResultQueue}, and the {@code KeepAlive}'s, by a {@code SubmitJob}.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process;
