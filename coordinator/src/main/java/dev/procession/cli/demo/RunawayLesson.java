package dev.procession.cli.demo;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** An endless loop that ignores interrupts, in a thread and in a process. */
public final class RunawayLesson implements Lesson {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofMillis(500);

  /** The only way to end the thread: its loop has to look at this, so it was written to. */
  private static volatile boolean lessonIsOver;

  /**
   * The observations of the lesson.
   *
   * @param threadRunsOn whether the thread was alive after it had been told to stop
   * @param runaway the worker that ran the loop
   * @param processRunsOn whether its process was alive after its time was up
   * @param answer what the next item on that worker gave
   */
  public record Seen(
      boolean threadRunsOn, WorkerInfo runaway, boolean processRunsOn, String answer) {}

  @Override
  public String name() {
    return "runaway";
  }

  @Override
  public String title() {
    return "an endless loop in a thread and in a process";
  }

  @Override
  public String explanation() {
    return """
        A bug: a loop that never ends, and never looks whether it should.

        First it runs in a thread. thread.interrupt() is a request, and this loop does
        not hear it. Java has nothing stronger: Thread.stop() is gone, because a thread
        that is torn out of the middle of its work leaves shared memory half changed.

        Then it runs in a worker process, with a limit of one second:

            pool.map(RunawayLesson::spin, List.of("item"),
                MapOptions.defaults().taskTimeout(Duration.ofSeconds(1)))

        When the time is up the task is asked to stop, too; after a short grace the
        process is killed.

        Look for: who is still running in the end?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    boolean threadRunsOn = interruptThread(say);
    say.accept("");

    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(GRACE).listener(arrivals).build()) {
      WorkerInfo runaway = arrivals.next();
      say.accept("process: loops, pid " + runaway.pid());
      try {
        pool.map(RunawayLesson::spin, List.of("item"), MapOptions.defaults().taskTimeout(LIMIT));
        throw new IllegalStateException("an endless loop has ended");
      } catch (TaskTimeoutException e) {
        say.accept("process: time is up after " + e.limit().toSeconds() + " s");
      }
      arrivals.next();
      boolean processRunsOn =
          ProcessHandle.of(runaway.pid()).map(ProcessHandle::isAlive).orElse(false);
      say.accept("process: is pid " + runaway.pid() + " alive? " + yesOrNo(processRunsOn));
      String answer = pool.map(String::toUpperCase, List.of("next, please")).get(0);
      say.accept("process: its successor says: " + answer);
      return new Seen(threadRunsOn, runaway, processRunsOn, answer);
    }
  }

  private static boolean interruptThread(Consumer<String> say) throws InterruptedException {
    lessonIsOver = false;
    Thread thread = new Thread(() -> spin("item"), "runaway");
    thread.setDaemon(true);
    thread.start();
    say.accept("thread:  loops, in this process, pid " + ProcessHandle.current().pid());
    try {
      thread.interrupt();
      thread.join(LIMIT.toMillis());
      boolean runsOn = thread.isAlive();
      say.accept("thread:  is it alive 1 s after its interrupt? " + yesOrNo(runsOn));
      return runsOn;
    } finally {
      lessonIsOver = true;
      thread.join();
    }
  }

  /** Runs in a thread here, and in a worker, where the field never changes. */
  private static String spin(String item) {
    while (!lessonIsOver) {
      Thread.onSpinWait();
    }
    return item;
  }

  private static String yesOrNo(boolean fact) {
    return fact ? "yes" : "no";
  }

  @Override
  public String summary() {
    return """
        A thread ends when its code agrees to. This one did so in the end only because
        the lesson's loop, unlike a bug, also looks at a field.
        A process ends when the operating system says so, whatever its code does. It
        takes its memory along, so there is nothing half changed to fear, and the item
        has failed with TaskTimeoutException. A new process does what comes next.""";
  }
}
