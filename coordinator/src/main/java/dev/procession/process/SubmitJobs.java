package dev.procession.process;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.lang.ref.WeakReference;
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

  /** Weakly, because encoders remember the classes of what they have encoded. */
  private final Queue<WeakReference<ItemEncoder>> encoders = new ConcurrentLinkedQueue<>();

  /** By the number of the class loader of their tasks. */
  private final Map<Integer, SubmitJob> jobs = new ConcurrentHashMap<>();

  /**
   * @param opener opens a job; throws {@link RejectedExecutionException} after the shutdown
   */
  SubmitJobs(WorkerSurroundings surroundings, Function<TaskClasses, SubmitJob> opener) {
    this.surroundings = surroundings;
    this.opener = opener;
  }

  /** Encodes a task on the caller's thread and queues it. */
  SubmittedTask submit(Object task, TaskOwner owner) throws EncodingException {
    closeJobsOfOutdatedLoaders();
    ItemEncoder encoder = takeEncoder();
    try {
      DeepEncoding.add(task, encoder);
      TaskClasses classes = surroundings.loaders().of(task);
      SubmitJob job = jobs.computeIfAbsent(classes.loaderId(), l -> opener.apply(classes));
      SubmittedTask queued = job.add(encoder.take(), classes, owner);
      if (queued == null) {
        throw rejected();
      }
      return queued;
    } finally {
      encoders.add(new WeakReference<>(encoder));
    }
  }

  private ItemEncoder takeEncoder() {
    for (var pooled = encoders.poll(); pooled != null; pooled = encoders.poll()) {
      ItemEncoder encoder = pooled.get();
      if (encoder != null) {
        return encoder;
      }
    }
    return new ItemEncoder(surroundings.names(), surroundings.maxItemBytes());
  }

  private void closeJobsOfOutdatedLoaders() {
    for (int loaderId : surroundings.loaders().takeOutdated()) {
      SubmitJob job = jobs.remove(loaderId);
      if (job != null) {
        job.close();
      }
    }
  }

  static RejectedExecutionException rejected() {
    return new RejectedExecutionException("The pool has been shut down and takes no new work");
  }
}
