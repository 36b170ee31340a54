/**
 * The command line. {@link dev.procession.cli.Main} is the entry point; {@code MapCommand} parses
 * the options and {@code MapRun} executes them:
 *
 * <pre>
 *   arguments, file or stdin ─▶ Items ─▶ pool ─▶ outcomes ─▶ ResultPrinter ─▶ stdout
 *                    FUNCTION ─▶ FunctionSource ─▶ TextFunction (runs in the workers)
 * </pre>
 *
 * <p>Only text crosses the pipes: in the worker, {@link dev.procession.cli.function.TextFunction}
 * converts an item to the parameter type of the function, and the result to a line. For JSON lines,
 * a {@code FormattedFunction} does the same with {@code JsonText}. No other package of the project
 * depends on this one.
 *
 * <p>{@code ItemReporter} reports completed items. With a {@code JobLog}, a {@code
 * MeasuredFunction} adds the start time, duration and process id to each result; {@code
 * RemainingItems} skips the items that the log records as done.
 *
 * <p>{@code CompareCommand} shares its options ({@code WorkOptions}) with {@code MapCommand} and
 * runs the work with three {@code Strategy}s; {@code Verdict} recommends one of them. {@code
 * DoctorCommand} prints the {@code Diagnosis} of a {@code Machine} and starts one worker.
 *
 * <p>{@code ObserveOptions} are shared by all commands that start workers.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cli;
