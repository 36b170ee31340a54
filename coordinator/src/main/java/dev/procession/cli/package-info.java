/**
 * The command line. {@link dev.procession.cli.Main} starts it, {@code MapCommand} reads the options
 * and {@code MapRun} carries them out:
 *
 * <pre>
 *   arguments, file or stdin ─▶ Items ─▶ pool ─▶ outcomes ─▶ ResultPrinter ─▶ stdout
 *                    FUNCTION ─▶ FunctionSource ─▶ TextFunction (runs in the workers)
 * </pre>
 *
 * <p>Only text crosses the pipes: {@link dev.procession.cli.TextFunction} turns an item into the
 * type that the function takes, and its result into a line, in the worker. Where lines are JSON, a
 * {@code FormattedFunction} does that instead, with {@code JsonText}; {@code JsonMisfit} says in
 * our words why not. Nothing else of the project imports this package.
 *
 * <p>{@code Delivery} says what becomes of an item that ended. Where there is a {@code JobLog}, the
 * function is wrapped in a {@code MeasuredFunction}, which adds to each result when, how long and
 * where it came about; {@code RemainingItems} are those that no log says were done.
 *
 * <p>{@code CompareCommand} has the same options ({@code WorkOptions}) and does the same work in
 * three {@code Way}s; {@code Verdict} says what follows. Processes come first, where a function may
 * end its own, and are observed by {@code HeldTime}. {@code DoctorCommand} prints what {@code
 * Diagnosis} makes of a {@code Machine} and of the {@code PipeFigures} of a worker.
 *
 * <p>{@code WatchOptions} are those of all commands that start workers: they have the pools
 * observed that are opened meanwhile.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cli;
