package dev.procession.integration.chaos;

import dev.procession.ProcessionException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Item;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says whether what was done to the pool explains how an item failed. From any thread. */
final class Coroner {
  private final Map<Long, Set<Signal>> deeds = new ConcurrentHashMap<>();
  private final Tally tally;

  Coroner(Tally tally) {
    this.tally = tally;
  }

  /** A process is about to get a signal. */
  void expect(Signal signal, long pid) {
    deeds.computeIfAbsent(pid, p -> ConcurrentHashMap.newKeySet()).add(signal);
  }

  /** An item of a call failed: {@code expected} is the index that the failure has to name. */
  void examine(ProcessionException failure, Batch batch, Item item, OptionalLong expected) {
    if (!failure.index().equals(expected)) {
      tally.complain("names index " + failure.index() + ", not " + expected + ": " + failure);
    }
    if (failure instanceof WorkerCrashedException crash) {
      tally.add(Count.ITEMS_CRASHED);
      examine(crash, batch);
    } else if (failure instanceof TaskTimeoutException timeout) {
      examine(timeout, batch, item);
    } else {
      tally.complain("chaos does not explain " + failure);
    }
  }

  /** An item came through: it may not have been one that was meant to time out. */
  void examineSuccess(Batch batch, Item item) {
    tally.add(Count.ITEMS_RIGHT);
    if (batch.isTooLong(item)) {
      tally.complain("item of " + item.millis() + " ms within a limit of " + batch.limit());
    }
  }

  private void examine(WorkerCrashedException crash, Batch batch) {
    Set<Signal> sent = deeds.getOrDefault(crash.pid(), Set.of());
    String death = crash.signal().orElse("code " + crash.exitCode());
    if (sent.stream().noneMatch(signal -> signal.explains(death))) {
      tally.complain("died of " + death + ", but got " + sent + ": " + crash.getMessage());
    }
    if (crash.attempts() != batch.retries() + 1) {
      tally.complain("has " + batch.retries() + " retries: " + crash.getMessage());
    }
  }

  private void examine(TaskTimeoutException timeout, Batch batch, Item item) {
    if (!timeout.limit().equals(batch.limit())) {
      tally.complain("has a limit of " + batch.limit() + ": " + timeout.getMessage());
    }
    if (batch.isTooLong(item)) {
      tally.add(Count.ITEMS_TIMED_OUT_AS_MEANT);
    } else if (deeds.containsKey(timeout.pid())) {
      tally.add(Count.ITEMS_TIMED_OUT_BY_SIGNAL);
    } else if (batch.isTight()) {
      tally.add(Count.ITEMS_TIMED_OUT_BY_LOAD);
    } else {
      tally.complain("nobody stopped that one: " + timeout.getMessage());
    }
  }
}
