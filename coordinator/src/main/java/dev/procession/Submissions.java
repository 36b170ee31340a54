package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.job.EndedItems;
import dev.procession.process.job.SubmissionOwner;
import dev.procession.process.job.SubmitOptions;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.JobOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs single tasks: {@code submit} and {@code execute}. */
final class Submissions {
  private final Engine engine;
  private final PoolOptions options;
  private final Terms usual;

  Submissions(Engine engine, PoolOptions options) {
    this.engine = engine;
    this.options = options;
    this.usual = terms(TaskOptions.defaults());
  }

  /**
   * How a task is carried out.
   *
   * @param name what it is called
   * @param timeoutSetting what messages call its time limit
   * @param retrying its further attempts
   * @param submit the options of the task that are sent to the worker
   */
  private record Terms(
      Optional<String> name,
      String timeoutSetting,
      TaskOptions.RetryOptions retrying,
      SubmitOptions submit) {
    int crashRetries() {
      return submit.scheduling().crashRetries();
    }
  }

  private Terms terms(TaskOptions task) {
    JobOptions scheduling =
        new JobOptions(
            OptionalInt.empty(),
            OptionalLong.empty(),
            Mapping.nanos(task.timeout().or(options::taskTimeout)),
            task.crashRetries().orElse(options.crashRetries()),
            JobOptions.Waiting.FOR_EACH,
            false,
            task.retrying().scheduling(),
            task.priority());
    return new Terms(
        task.name(),
        TaskTimeoutException.settingOf(task.timeout()),
        task.retrying(),
        new SubmitOptions(scheduling, task.retrying().ruleIfAny()));
  }

  /** What the caller gets for the value that a task returned. */
  interface ValueReading<R extends @Nullable Object> {
    R read(@Nullable Object value);
  }

  <R extends @Nullable Object> TaskFuture<R> submit(Object task) {
    TaskCheck.check(task, TaskCheck.Entry.SINGLE);
    return begin(task, Mapping::unchecked, usual);
  }

  <R extends @Nullable Object> TaskFuture<R> submitWith(Object task, TaskOptions taskOptions) {
    TaskCheck.check(task, TaskCheck.Entry.SINGLE);
    return begin(task, Mapping::unchecked, terms(Objects.requireNonNull(taskOptions, "options")));
  }

  <R extends @Nullable Object> TaskFuture<R> submit(Runnable task, R result) {
    TaskCheck.check(task, TaskCheck.Entry.WITH_RESULT);
    checkIsResult(result);
    return begin(task, nothing -> result, usual);
  }

  /**
   * Options in the place of a result would be ignored, since the compiler takes any object for it.
   */
  private static void checkIsResult(@Nullable Object result) {
    if (result instanceof MapOptions) {
      throw new IllegalArgumentException(
          "MapOptions are for map, stream and outcomes: give a submitted task TaskOptions");
    }
    if (result instanceof TaskOptions) {
      throw new IllegalArgumentException(
          "These TaskOptions would be the task's result, because the task is declared as a Runnable:"
              + " declare it as a SerializableRunnable, or cast it to that");
    }
  }

  private <R extends @Nullable Object> TaskFuture<R> begin(
      Object task, ValueReading<R> reading, Terms terms) {
    TaskFuture<R> future = new TaskFuture<>();
    begin(task, new Awaited<>(future, reading, terms), future, terms);
    return future;
  }

  void execute(Runnable task) {
    TaskCheck.check(task, TaskCheck.Entry.SINGLE);
    TaskFuture<@Nullable Object> future = new TaskFuture<>();
    future.whenComplete(
        (nothing, error) -> {
          // One that was cancelled with its pool has not failed; shutdownNow() may give it back.
          if (error != null && !(error instanceof CancellationException)) {
            engine.log().taskFailed(error);
          }
        });
    begin(
        task, new Executed(task, new Awaited<>(future, Mapping::unchecked, usual)), future, usual);
  }

  private void begin(Object task, SubmissionOwner owner, TaskFuture<?> future, Terms terms) {
    try {
      future.belongsTo(engine.submit(task, owner, terms.submit()));
    } catch (EncodingException e) {
      throw Failures.notEncoded(e, TaskRef.submittedNow(terms.name()));
    } catch (RejectedExecutionException e) {
      if (engine.poolFailure().isEmpty() || engine.isShutdown()) {
        throw e;
      }
      future.taskFailed(Failures.ofPool(engine.poolFailure().get()));
    }
  }

  /** A task that nobody has a future of. */
  private record Executed(Runnable task, Awaited<?> awaited) implements SubmissionOwner {
    @Override
    public void ended(EndedItems end) {
      awaited.ended(end);
    }

    @Override
    public boolean endsItself(Runnable ending) {
      return false;
    }

    @Override
    public void lost(Throwable why) {
      awaited.lost(why);
    }

    @Override
    public boolean isOver() {
      return awaited.isOver();
    }

    @Override
    public Runnable handedBack() {
      return task;
    }
  }

  /** A task with a future, which ends as the task does. */
  private record Awaited<R extends @Nullable Object>(
      TaskFuture<R> future, ValueReading<R> reading, Terms terms) implements SubmissionOwner {
    @Override
    public void ended(EndedItems end) {
      if (end instanceof EndedItems.Answered answered && !answered.failed(0)) {
        future.taskReturned(reading.read(answered.element(0)));
        return;
      }
      RuntimeException failure =
          Failures.of(
              end,
              0,
              TaskRef.submitted(end.firstIndex(), terms.name()),
              terms.crashRetries(),
              terms.retrying(),
              terms.timeoutSetting());
      if (failure instanceof TaskFailedException failed) {
        // As every executor does: what the task threw is what the future says.
        future.taskThrew(failed.getCause());
      } else {
        future.taskFailed(failure);
      }
    }

    @Override
    public boolean endsItself(Runnable ending) {
      return future.endsItself(ending);
    }

    @Override
    public void lost(Throwable why) {
      future.taskFailed(why);
    }

    @Override
    public boolean isOver() {
      return future.isDone();
    }

    @Override
    public Optional<String> name() {
      return terms.name();
    }

    @Override
    public Runnable handedBack() {
      return future;
    }
  }
}
