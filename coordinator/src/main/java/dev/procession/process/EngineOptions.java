package dev.procession.process;

import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.SerializableRunnable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All that an engine needs to know.
 *
 * @param scheduling for the scheduler
 * @param submitScheduling for the tasks that are submitted one by one
 * @param launch for the worker JVMs
 * @param maxItemBytes the longest encoded item or result
 * @param maxWorkerBytes with how much resident memory a worker may begin an item; empty for no
 *     limit
 * @param initializer run by each process before its first chunk
 * @param allowedResults which classes of the users' results may have, by their names; empty for all
 * @param printed takes what workers print; called on a thread of that worker's
 * @param listeners told what becomes of the pool and its processes, each in the order of the events
 *     and one at a time, on a thread for callbacks
 */
public record EngineOptions(
    SchedulerOptions scheduling,
    JobOptions submitScheduling,
    LaunchOptions launch,
    int maxItemBytes,
    OptionalLong maxWorkerBytes,
    Optional<SerializableRunnable> initializer,
    Optional<? extends Predicate<String>> allowedResults,
    Consumer<PrintedLine> printed,
    List<Consumer<PoolEvent>> listeners) {}
