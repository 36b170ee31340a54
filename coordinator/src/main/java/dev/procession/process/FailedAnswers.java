package dev.procession.process;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/** How many items each worker has answered, but not with a value. Written by the loop thread. */
final class FailedAnswers {
  private final AtomicLongArray byWorker;

  FailedAnswers(int workers) {
    byWorker = new AtomicLongArray(workers);
  }

  void add(int workerId, int items) {
    byWorker.addAndGet(workerId, items);
  }

  /** As of now, by the worker's number. */
  List<Long> byWorker() {
    return LongStream.range(0, byWorker.length()).mapToObj(i -> byWorker.get((int) i)).toList();
  }
}
