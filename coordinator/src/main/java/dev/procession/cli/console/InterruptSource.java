package dev.procession.cli.console;

/** Reports Ctrl-C. */
@FunctionalInterface
public interface InterruptSource {
  /** Runs {@code action}, on a separate thread, at the next Ctrl-C. */
  void onFirst(Runnable action);
}
