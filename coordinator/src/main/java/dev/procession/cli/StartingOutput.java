package dev.procession.cli;

import dev.procession.PoolListener;
import dev.procession.WorkerInfo;
import dev.procession.WorkerOutput;
import dev.procession.WorkerStartException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Relays what workers print, whichever stream it was: stdout holds results only.
 *
 * <p>What comes before any of them is ready is kept back for a moment. A JVM that refuses its flags
 * says so in each try, and the error that follows quotes it. What waits longer, such as one that
 * says where a debugger is to connect, is shown.
 */
final class StartingOutput implements WorkerOutput, PoolListener {
  private static final int MAX_HELD_LINES = 100;

  private final Consumer<String> shown;
  private final Executor later;

  /** Each once, whatever the number of tries; guarded by this, like what follows. */
  private final Set<String> held = new LinkedHashSet<>();

  private boolean isOpen;

  /**
   * An output that keeps back.
   *
   * @param shown takes the lines
   * @param later runs what it is given after a moment
   */
  StartingOutput(Consumer<String> shown, Executor later) {
    this.shown = shown;
    this.later = later;
  }

  @Override
  public void line(int workerId, Stream stream, String line) {
    String text = "[worker " + workerId + "] " + line;
    if (!hold(text)) {
      shown.accept(text);
    }
  }

  @Override
  public void workerReady(WorkerInfo worker) {
    open();
  }

  /** What an initializer printed before it threw is quoted nowhere. */
  @Override
  public void poolFailed(WorkerStartException error) {
    if (error.getCause() != null) {
      open();
    }
  }

  private synchronized boolean hold(String text) {
    if (isOpen) {
      return false;
    }
    if (held.isEmpty()) {
      later.execute(this::open);
    }
    held.add(text);
    if (held.size() == MAX_HELD_LINES) {
      open();
    }
    return true;
  }

  private synchronized void open() {
    isOpen = true;
    held.forEach(shown);
    held.clear();
  }
}
