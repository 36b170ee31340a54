package dev.procession;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the pool has to say that no caller is there to be told. */
final class Log {
  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessPool.class);

  private Log() {}

  static void taskFailed(Throwable error) {
    LOGGER.warn("An executed task failed; nobody waits for it", error);
  }

  static void outputFailed(Throwable error) {
    LOGGER.warn("The pool's onOutput threw; the line it was given is lost to it", error);
  }

  static void listenerFailed(Throwable error) {
    LOGGER.warn("A listener of the pool threw; it is told of the next event all the same", error);
  }

  static void poolForgotten(String place, Throwable madeAt) {
    LOGGER.warn(
        "A ProcessPool made at {} was dropped without having been closed. Its workers go as soon as"
            + " they have done what it had accepted. Close it, best with try-with-resources",
        place,
        madeAt);
  }
}
