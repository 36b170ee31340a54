package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.Segment;
import dev.procession.process.TaskOwner;
import dev.procession.protocol.codec.EncodingException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs single tasks: {@code submit} and {@code execute}. */
final class Submissions {
  private final Engine engine;
  private final int crashRetries;

  Submissions(Engine engine, int crashRetries) {
    this.engine = engine;
    this.crashRetries = crashRetries;
  }

  /** What the caller gets for the value that a task returned. */
  interface ValueReading<R extends @Nullable Object> {
    R read(@Nullable Object value);
  }

  <R extends @Nullable Object> TaskFuture<R> submit(Object task) {
    Admission.check(task, Admission.Entry.SINGLE);
    return begin(task, Mapping::unchecked);
  }

  <R extends @Nullable Object> TaskFuture<R> submit(Runnable task, R result) {
    Admission.check(task, Admission.Entry.WITH_RESULT);
    return begin(task, nothing -> result);
  }

  private <R extends @Nullable Object> TaskFuture<R> begin(Object task, ValueReading<R> reading) {
    TaskFuture<R> future = new TaskFuture<>();
    begin(task, new Awaited<>(future, reading, crashRetries), future);
    return future;
  }

  void execute(Runnable task) {
    Admission.check(task, Admission.Entry.SINGLE);
    TaskFuture<@Nullable Object> future = new TaskFuture<>();
    future.whenComplete(
        (nothing, error) -> {
          // One that was cancelled with its pool has not failed; shutdownNow() may give it back.
          if (error != null && !(error instanceof CancellationException)) {
            engine.log().taskFailed(error);
          }
        });
    begin(
        task, new Executed(task, new Awaited<>(future, Mapping::unchecked, crashRetries)), future);
  }

  private void begin(Object task, TaskOwner owner, TaskFuture<?> future) {
    try {
      future.belongsTo(engine.submit(task, owner));
    } catch (EncodingException e) {
      throw Failures.notEncoded(e, TaskRef.submittedNow());
    } catch (RejectedExecutionException e) {
      if (engine.poolFailure().isEmpty() || engine.isShutdown()) {
        throw e;
      }
      future.completeExceptionally(Failures.ofPool(engine.poolFailure().get()));
    }
  }

  /** A task that nobody has a future of. */
  private record Executed(Runnable task, Awaited<?> awaited) implements TaskOwner {
    @Override
    public void ended(Segment end) {
      awaited.ended(end);
    }

    @Override
    public boolean endsItself(Runnable ending) {
      return false;
    }

    @Override
    public Runnable handedBack() {
      return task;
    }
  }

  /** A task with a future, which ends as the task does. */
  private record Awaited<R extends @Nullable Object>(
      TaskFuture<R> future, ValueReading<R> reading, int crashRetries) implements TaskOwner {
    @Override
    public void ended(Segment end) {
      if (!end.failed(0)) {
        future.complete(reading.read(end.element(0)));
        return;
      }
      RuntimeException failure =
          Failures.of(end, 0, TaskRef.submitted(end.firstIndex()), crashRetries);
      if (failure instanceof TaskFailedException failed) {
        // As every executor does: what the task threw is what the future says.
        future.taskThrew(failed.getCause());
      } else {
        future.completeExceptionally(failure);
      }
    }

    @Override
    public boolean endsItself(Runnable ending) {
      return future.endsItself(ending);
    }

    @Override
    public Runnable handedBack() {
      return future;
    }
  }
}
