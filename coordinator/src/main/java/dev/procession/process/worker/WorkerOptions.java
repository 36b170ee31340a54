package dev.procession.process.worker;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.task.SerializableRunnable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The settings of a pool's worker processes.
 *
 * @param launch for the worker JVMs
 * @param maxItemBytes the longest encoded item or result
 * @param maxWorkerBytes with how much resident memory a worker may begin an item; empty for no
 *     limit
 * @param initializer run by each process before its first chunk
 * @param allowedResults the names of the user classes allowed in results; empty for all
 * @param printed takes what workers print; called on a thread of that worker's
 */
public record WorkerOptions(
    LaunchOptions launch,
    int maxItemBytes,
    OptionalLong maxWorkerBytes,
    Optional<SerializableRunnable> initializer,
    Optional<? extends Predicate<String>> allowedResults,
    Consumer<PrintedLine> printed) {}
