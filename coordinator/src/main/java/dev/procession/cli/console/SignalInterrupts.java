package dev.procession.cli.console;

import dev.procession.process.thread.Signals;

/**
 * Ctrl-C: the first is reported, the second exits. Where it cannot be handled it ends the JVM as
 * usual, also with 130, and so do the workers.
 */
public final class SignalInterrupts implements InterruptSource {
  private final Runnable onSecond;

  public SignalInterrupts(Runnable onSecond) {
    this.onSecond = onSecond;
  }

  @Override
  public void onFirst(Runnable action) {
    Signals.onFirst("INT", action, onSecond);
  }
}
