package dev.procession.process.job;

import dev.procession.scheduler.Event;

/** The part of the event loop that jobs use. */
public interface Loop {
  /** Queues an event; from any thread, never blocks. Dropped when the loop has ended. */
  void post(Event event);

  /** Queues an action for the loop thread; returns whether it was accepted. */
  boolean execute(Runnable action);

  /** Handles an event at once; on the loop thread only. Dropped when the loop has ended. */
  void handleNow(Event event);
}
