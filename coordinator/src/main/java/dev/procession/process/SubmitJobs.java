package dev.procession.process;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The jobs of the tasks that are submitted one by one: one job for each place that their classes
 * come from, opened with the first task from there. Any thread may submit.
 */
final class SubmitJobs {
  private final WorkerSurroundings surroundings;
  private final Function<TaskClasses, SubmitJob> opener;
  private final Queue<ItemEncoder> encoders = new ConcurrentLinkedQueue<>();
  private final Map<ClassLoader, SubmitJob> jobs = new ConcurrentHashMap<>();

  /**
   * @param opener opens a job; throws {@link RejectedExecutionException} after the shutdown
   */
  SubmitJobs(WorkerSurroundings surroundings, Function<TaskClasses, SubmitJob> opener) {
    this.surroundings = surroundings;
    this.opener = opener;
  }

  /** Encodes a task on the caller's thread and queues it. */
  SubmittedTask submit(Object task, TaskOwner owner) throws EncodingException {
    ItemEncoder encoder = encoders.poll();
    if (encoder == null) {
      encoder = new ItemEncoder(surroundings.names(), surroundings.maxItemBytes());
    }
    try {
      encoder.add(task);
      TaskClasses classes = surroundings.classes().of(task);
      SubmitJob job = jobs.computeIfAbsent(classes.loader(), l -> opener.apply(classes));
      SubmittedTask queued = job.add(encoder.take(), owner);
      if (queued == null) {
        throw rejected();
      }
      return queued;
    } finally {
      encoders.add(encoder);
    }
  }

  static RejectedExecutionException rejected() {
    return new RejectedExecutionException("The pool has been shut down and takes no new work");
  }
}
