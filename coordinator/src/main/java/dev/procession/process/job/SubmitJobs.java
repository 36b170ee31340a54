package dev.procession.process.job;

import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * The jobs of the tasks that are submitted one by one: one job for each place that their classes
 * come from and for each set of options, opened with the first task of that kind. Any thread may
 * submit.
 */
public final class SubmitJobs {
  private final FunctionEncoder functions;
  private final Opener opener;
  private final Optional<SubmitLimit> limit;

  /** So many jobs are kept for tasks to come, although they may have none. */
  private static final int KEPT_JOBS = 64;

  /** Weak, because encoders refer to the classes of the values that they have encoded. */
  private final Queue<WeakReference<ItemEncoder>> encoders = new ConcurrentLinkedQueue<>();

  private final Map<Kind, SubmitJob> jobs = new ConcurrentHashMap<>();

  /** Written when a job is opened: with so many, those without tasks are closed. */
  private volatile int crowded = KEPT_JOBS;

  /** What the tasks of a job have in common. */
  private record Kind(int loaderId, SubmitOptions options) {}

  /** Opens jobs. */
  public interface Opener {
    /**
     * Opens a job.
     *
     * @throws RejectedExecutionException after the shutdown
     */
    SubmitJob open(NumberedLoader classes, SubmitOptions options);
  }

  public SubmitJobs(FunctionEncoder functions, Opener opener, Optional<SubmitLimit> limit) {
    this.limit = limit;
    this.functions = functions;
    this.opener = opener;
  }

  /** Encodes a task on the caller's thread and queues it. */
  public SubmittedTask submit(Object task, SubmissionOwner owner, SubmitOptions options)
      throws EncodingException {
    if (limit.isEmpty()) {
      return admit(task, owner, options, () -> {});
    }
    limit.get().enter();
    boolean isAdmitted = false;
    try {
      SubmittedTask queued = admit(task, owner, options, limit.get()::leave);
      isAdmitted = true;
      return queued;
    } finally {
      if (!isAdmitted) {
        limit.get().leave();
      }
    }
  }

  private SubmittedTask admit(
      Object task, SubmissionOwner owner, SubmitOptions options, Runnable onSettled)
      throws EncodingException {
    closeJobsOfOutdatedLoaders();
    ItemEncoder encoder = takeEncoder();
    try {
      functions.add(task, encoder);
      NumberedLoader classes = functions.loaders().of(task);
      EncodedItems encoded = encoder.take();
      Kind kind = new Kind(classes.loaderId(), options);
      while (true) {
        SubmitJob job = jobs.computeIfAbsent(kind, k -> opener.open(classes, options));
        closeUnused();
        SubmittedTask queued = job.add(encoded, classes, owner, onSettled);
        if (queued != null) {
          return queued;
        }
        if (job.isPoolEnding()) {
          throw rejected();
        }
        // Guards against a race with the end of a job that had no tasks.
        jobs.remove(kind, job);
      }
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
    return functions.newItemEncoder();
  }

  private void closeJobsOfOutdatedLoaders() {
    for (int loaderId : functions.loaders().takeOutdated()) {
      for (Kind kind : List.copyOf(jobs.keySet())) {
        SubmitJob job = kind.loaderId() == loaderId ? jobs.remove(kind) : null;
        if (job != null) {
          job.close();
        }
      }
    }
  }

  /** Callers may give each task options of its own. */
  private void closeUnused() {
    if (jobs.size() > crowded) {
      jobs.values().removeIf(SubmitJob::closeIfUnused);
      crowded = Math.max(KEPT_JOBS, 2 * jobs.size());
    }
  }

  public static RejectedExecutionException rejected() {
    return new RejectedExecutionException("The pool has been shut down and takes no new work");
  }
}
