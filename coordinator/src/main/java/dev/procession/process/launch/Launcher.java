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
    return ProcessBuilder::start;
  }
}
