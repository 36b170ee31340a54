package dev.procession.process.launch;

import java.io.IOException;

/**
 * Launches processes. An interface, so that tests can simulate a worker that violates the protocol.
 */
public interface Launcher {
  /** Launches what the builder describes. */
  Process launch(ProcessBuilder builder) throws IOException;

  /** The launcher of this system. */
  static Launcher ofThisSystem() {
    // No lambda, since the first one costs a program's first pool its time.
    return new Launcher() {
      @Override
      public Process launch(ProcessBuilder builder) throws IOException {
        return builder.start();
      }
    };
  }
}
