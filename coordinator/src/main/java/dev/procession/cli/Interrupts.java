package dev.procession.cli;

/** Tells of Ctrl-C. */
@FunctionalInterface
interface Interrupts {
  /** Runs {@code action}, on a thread of its own, at the first Ctrl-C from now on. */
  void onFirst(Runnable action);
}
