package dev.procession.cli.pool;

import dev.procession.PoolListener;
import dev.procession.WorkerInfo;
import dev.procession.WorkerOutput;
import dev.procession.WorkerStartException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Relays the output of workers to stderr, because stdout contains results only.
 *
 * <p>Output before the first worker is ready is delayed for a moment. A JVM that rejects its flags
 * prints that in each attempt, and the error that follows quotes it. Output that is older, such as
 * the address for a debugger, is shown.
 */
final class StartingOutput implements WorkerOutput, PoolListener {
  private static final int MAX_HELD_LINES = 100;

  private final Consumer<String> shown;
  private final Executor later;

  /** Each line once, whatever the number of attempts; guarded by this, like what follows. */
  private final Set<String> held = new LinkedHashSet<>();

  private boolean isOpen;

  /**
   * Creates an output that delays.
   *
   * @param shown receives the lines
   * @param later runs an action after a moment
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

  /** The output of an initializer before it threw is not quoted elsewhere. */
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
