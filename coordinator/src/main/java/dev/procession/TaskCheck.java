package dev.procession;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Refuses tasks that cannot travel to another process, before anything is done with them. */
final class TaskCheck {
  private TaskCheck() {}

  /** Where tasks are handed in, and with it what to write in place of a plain lambda. */
  enum Entry {
    SINGLE(
        "declare the pool as ProcessPool, not as ExecutorService, and write the lambda as the"
            + " argument of its submit or execute, or assign it to a SerializableCallable or"
            + " SerializableRunnable first"),
    WITH_RESULT(
        "declare the pool as ProcessPool, not as ExecutorService, and write the lambda as the"
            + " argument, or cast it: pool.submit((SerializableRunnable) () -> ..., result); or"
            + " submit a SerializableCallable that returns the result: pool.submit(() -> { ...;"
            + " return result; })"),
    TOGETHER(
        "write List.<SerializableCallable<Integer>>of(() -> 1, () -> 2), with the type of your"
            + " results, or cast each lambda: (SerializableCallable<Integer>) () -> 1");

    private final String remedy;

    Entry(String remedy) {
      this.remedy = remedy;
    }
  }

  /**
   * Checks a task handed to a method of {@link java.util.concurrent.ExecutorService}, whose types
   * do not say that it must be serializable.
   *
   * @param task a {@code Runnable} or {@code Callable}
   * @param entry where it was handed in
   * @throws SerializationException if it cannot travel, with what to write instead
   * @throws NullPointerException if it is null
   */
  static void check(Object task, Entry entry) {
    Objects.requireNonNull(task, "task");
    // What CompletableFuture hands to its executor is a Future and Serializable by inheritance, but
    // to run a copy of it elsewhere would complete nothing here.
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      throw refused(
          task,
          "it completes a CompletableFuture in this process. The ...Async methods, such as"
              + " supplyAsync and thenApplyAsync, cannot use a process pool as their"
              + " executor: start with the CompletableFuture that pool.submit(...) returns");
    }
    if (task instanceof Future) {
      throw refused(
          task,
          "it is a future, which holds its result in this process: submit the task inside it, a"
              + " SerializableCallable or SerializableRunnable, and use the future that"
              + " pool.submit(...) returns");
    }
    if (task instanceof Thread) {
      throw refused(
          task,
          "it is a thread, which belongs to this process: submit the code that it runs as a"
              + " SerializableRunnable");
    }
    if (!(task instanceof Serializable)) {
      throw refused(task, notSerializable(task, entry));
    }
  }

  private static String notSerializable(Object task, Entry entry) {
    String type = task instanceof Callable ? "Callable" : "Runnable";
    if (task.getClass().isHidden()) {
      return "it is a lambda or method reference that was typed as a plain "
          + type
          + ", and Java makes one serializable only where it is typed so: "
          + entry.remedy;
    }
    return "its class is not serializable: let it implement Serializable" + type;
  }

  private static SerializationException refused(Object task, String reason) {
    return new SerializationException(
        TaskRef.submittedNow(Optional.empty()),
        null,
        new SerializationException.Fault(
            SerializationException.Leg.ENCODING_TASK,
            reason,
            Optional.of(task.getClass().getName()),
            Optional.empty()),
        null);
  }
}
