package dev.procession;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Refuses tasks that cannot travel to another process, before anything is done with them. */
final class Admission {
  private Admission() {}

  /**
   * Checks a task handed to a method of {@link java.util.concurrent.ExecutorService}, whose types
   * do not say that it must be serializable.
   *
   * @param task a {@code Runnable} or {@code Callable}
   * @throws SerializationException if it cannot travel, with what to write instead
   * @throws NullPointerException if it is null
   */
  static void check(Object task) {
    Objects.requireNonNull(task, "task");
    // What CompletableFuture hands to its executor is a Future and Serializable by inheritance, but
    // to run a copy of it elsewhere would complete nothing here.
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      throw refused(
          task,
          "it completes a CompletableFuture in this process. The ...Async methods, such as"
              + " supplyAsync and thenApplyAsync, cannot have a process pool as their executor:"
              + " begin with the CompletableFuture that pool.submit(...) returns");
    }
    if (task instanceof Future) {
      throw refused(
          task,
          "it is a future, which holds its result in this process: submit the task that is in it,"
              + " a SerializableCallable or SerializableRunnable, and use the future that"
              + " pool.submit(...) returns");
    }
    if (task instanceof Thread) {
      throw refused(
          task,
          "it is a thread, which belongs to this process: submit what it is to run, as a"
              + " SerializableRunnable");
    }
    if (!(task instanceof Serializable)) {
      throw refused(
          task,
          "its class is not serializable. A lambda is, where it is written as the argument of a"
              + " method of ProcessPool (declare the pool as ProcessPool, not as ExecutorService)"
              + " or is assigned to a SerializableCallable or SerializableRunnable first; a class"
              + " of your own has to implement one of the two");
    }
  }

  private static SerializationException refused(Object task, String reason) {
    return new SerializationException(
        TaskRef.submittedNow(),
        null,
        new SerializationException.Fault(
            SerializationException.Leg.ENCODING_TASK,
            reason,
            Optional.of(task.getClass().getName()),
            Optional.empty()),
        null);
  }
}
