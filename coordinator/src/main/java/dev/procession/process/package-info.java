/**
 * The imperative shell around the scheduler: threads, pipes and processes.
 *
 * <p>{@link dev.procession.process.Engine} is the entry point. The {@code EventLoop} passes events
 * to the scheduler, and the {@code CommandRunner} carries out the scheduler's commands, on one
 * thread at a time: usually the loop's own thread, sometimes a {@code WorkerReader} thread that has
 * just received answers. Code that runs there never blocks. All other work is done by these
 * threads:
 *
 * <table border="1">
 * <caption>Threads and their classes</caption>
 * <tr><th>package</th><th>class</th><th>thread</th><th>task</th></tr>
 * <tr><td>{@code process}</td><td>{@code EventLoop}</td><td>procession-loop</td><td>handles posted events and timers</td></tr>
 * <tr><td>{@code process.job}</td><td>{@code Feeder}</td><td>procession-feeder</td><td>pulls items from a caller's source and encodes them; stops while the {@code Window} is full</td></tr>
 * <tr><td>{@code process.job}</td><td>{@code ResultQueue}</td><td>the caller's</td><td>waits for results and returns them in order</td></tr>
 * <tr><td>{@code process.worker}</td><td>{@code WorkerProcess}</td><td>procession-w0</td><td>launches one process, waits for its exit and reports it</td></tr>
 * <tr><td>{@code process.worker}</td><td>{@code WorkerWriter}</td><td>procession-w0-in</td><td>writes chunks, functions and class files to the worker's stdin</td></tr>
 * <tr><td>{@code process.worker}</td><td>{@code WorkerReader}</td><td>procession-w0-out</td><td>reads the worker's stdout, decodes results and passes them to the loop</td></tr>
 * <tr><td>{@code process.worker}</td><td>{@code OutputRelay}</td><td>procession-w0-err</td><td>splits the worker's output into lines</td></tr>
 * <tr><td>{@code process.thread}</td><td>{@code CallbackThreads}</td><td>procession-callback</td><td>runs user code: completion stages, progress consumers, listeners</td></tr>
 * <tr><td>{@code process.thread}</td><td>{@code CallbackThreads}</td><td>procession-classes</td><td>reads requested class files from class loaders, which may be user code</td></tr>
 * <tr><td>{@code process.thread}</td><td>{@code KeepAlive}</td><td>procession-keep-alive</td><td>keeps the JVM running while submitted work is unfinished; the only non-daemon thread</td></tr>
 * </table>
 *
 * <p>Three more packages have no long-lived threads: {@code process.launch} starts worker JVMs,
 * {@code process.shipping} serves class files and broadcasts, and {@code process.observe} reports
 * events. The {@code Recorder} of each worker process reports to the flight recorder and to the
 * pool's {@code WorkerObserver}, if {@code EngineOptions} has one.
 *
 * <p>Each lock guards a few fields and is held for a few statements, never while user code runs.
 * Locks acquired while another one is held: the {@code Window}'s and the {@code CallbackThreads}'
 * by the {@code ResultQueue}, and the {@code KeepAlive}'s by a {@code SubmitJob}.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process;
