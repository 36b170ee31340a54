package dev.procession.integration.chaos;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.SplittableRandom;

/** A user at work: one call after the other, until it is told to stop. */
final class UserThread {
  private final User user;
  private final SplittableRandom random;
  private final Tally tally;
  private final Thread thread;

  /** Written by the user's own thread. */
  private volatile long lastCallEndedNanos = System.nanoTime();

  /** Written by the test's thread. */
  private volatile boolean stopped;

  UserThread(User user, SplittableRandom random, Tally tally) {
    this.user = user;
    this.random = random;
    this.tally = tally;
    thread = new Thread(this::work, "user-" + user.getClass().getSimpleName());
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets it end the call that it is in. */
  void stop() {
    stopped = true;
  }

  boolean isAtWork() {
    return thread.isAlive();
  }

  /** How long it has been waiting for the call that it is in. */
  long waitingNanos() {
    return System.nanoTime() - lastCallEndedNanos;
  }

  @Override
  public String toString() {
    return thread.getName();
  }

  private void work() {
    while (!stopped) {
      try {
        user.useOnce(random);
      } catch (Throwable e) {
        // Whatever it is: the user has handled all that may come of a call.
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        tally.complain(this + " met " + trace);
      }
      lastCallEndedNanos = System.nanoTime();
    }
  }
}
