package dev.procession.scheduler;

import dev.procession.scheduler.SimulatedBatch.Nature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Those who use a simulated pool: they open jobs, feed them, change their minds, and close it. */
final class SimulatedCallers {
  /** What a job's feeder has left. */
  private static final class Source {
    final JobOptions options;
    int left;
    boolean closed;
    boolean unanswered;

    Source(JobOptions options, int left) {
      this.options = options;
      this.left = left;
    }
  }

  private final Simulation world;
  private final SplittableRandom random;
  private final Map<Long, Source> sources = new LinkedHashMap<>();
  private boolean shutDown;

  SimulatedCallers(Simulation world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  void asked(Command.WantItems wanted) {
    source(wanted.jobId()).unanswered = true;
    world.at(world.now + world.latency(), () -> feed(wanted));
  }

  void openJob(long jobId) {
    if (shutDown || world.ledger.isTerminated()) {
      return;
    }
    int total = random.nextInt(world.weather.maxItemsPerJob() + 1);
    boolean cancels = world.chance(world.weather.jobCancels());
    JobOptions options =
        new JobOptions(
            world.chance(0.3) ? OptionalInt.of(1 + random.nextInt(12)) : OptionalInt.empty(),
            world.chance(0.5) ? OptionalLong.of(total) : OptionalLong.empty(),
            world.chance(0.4) || world.weather.stops() > 0
                ? OptionalLong.of(world.between(60_000_000, 500_000_000))
                : OptionalLong.empty(),
            random.nextInt(3),
            JobOptions.Waiting.FOR_ALL,
            false,
            world.chance(0.5)
                ? new JobOptions.Retry(
                    random.nextInt(4),
                    random.nextBoolean() ? 0 : world.between(0, 100_000_000),
                    random.nextBoolean())
                : JobOptions.Retry.NONE,
            world.chance(0.3) ? random.nextInt(3) - 1 : 0);
    sources.put(jobId, new Source(options, total));
    world.happen(new Event.JobOpened(jobId, options));
    if (cancels) {
      world.at(world.now + world.between(0, 500_000_000), () -> cancelJob(jobId));
    }
  }

  private void cancelJob(long jobId) {
    if (!world.ledger.isTerminated()) {
      source(jobId).closed = true;
      world.happen(new Event.JobCancelled(jobId));
    }
  }

  private Source source(long jobId) {
    Source source = sources.get(jobId);
    if (source == null) {
      throw world.ledger.broken("no such job: " + jobId);
    }
    return source;
  }

  private void feed(Command.WantItems wanted) {
    long jobId = wanted.jobId();
    Source source = source(jobId);
    if (source.closed || world.ledger.isTerminated() || !source.unanswered) {
      return;
    }
    if (wanted.atLeast() > 1 && source.left > 0 && world.chance(0.5)) {
      // There are fewer, and no more come before the results of those that are on their way.
      return;
    }
    source.unanswered = false;
    if (source.left == 0) {
      source.closed = true;
      world.happen(new Event.JobSealed(jobId));
      return;
    }
    SimulatedBatch batch = newBatch(jobId, source);
    source.left -= batch.count();
    world.happen(new Event.BatchOffered(batch));
    if (world.chance(world.weather.itemCancels())) {
      int item = random.nextInt(batch.count());
      world.at(
          world.now + world.between(0, 300_000_000),
          () -> {
            if (!world.ledger.isTerminated()) {
              world.happen(new Event.ItemCancelled(batch, item));
            }
          });
    }
  }

  private SimulatedBatch newBatch(long jobId, Source source) {
    int most = world.chance(0.5) ? 4 : Math.max(4, world.weather.maxItemsPerJob() / 4);
    int count = 1 + random.nextInt(Math.min(source.left, most));
    SimulatedBatch batch =
        new SimulatedBatch(jobId, count, world.chance(0.1) ? random.nextInt(2 << 20) : 10);
    for (int i = 0; i < count; i++) {
      batch.natures[i] = nature(source.options.timeoutNanos().isPresent());
      batch.durations[i] = 1000L << random.nextInt(random.nextInt(4) == 0 ? 17 : 10);
    }
    return batch;
  }

  private Nature nature(boolean hasTimeout) {
    if (world.chance(world.weather.crashes())) {
      return world.chance(0.5) ? Nature.CRASHES : Nature.CRASHES_AT_FIRST;
    }
    if (world.chance(world.weather.silentCrashes())) {
      return Nature.CRASHES_SILENTLY;
    }
    if (hasTimeout && world.chance(world.weather.hangs())) {
      return world.chance(0.5) ? Nature.HANGS_UNTIL_CANCELLED : Nature.HANGS_FOR_EVER;
    }
    if (world.chance(world.weather.failures())) {
      return world.chance(0.5) ? Nature.FAILS : Nature.FAILS_TWICE;
    }
    return Nature.NORMAL;
  }

  /** As a shell does it: the pool is told first, then the sources that are still open. */
  void shutDown() {
    if (world.ledger.isTerminated()) {
      return;
    }
    shutDown = true;
    world.happen(new Event.ShutdownRequested());
    sources.forEach(
        (jobId, source) -> {
          if (!source.closed && !world.ledger.isTerminated()) {
            source.closed = true;
            world.happen(new Event.JobSealed(jobId));
          }
        });
  }
}
