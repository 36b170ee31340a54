package dev.procession.process;

import java.io.IOException;

/** Launches processes. A seam, so that tests can play a worker that does what no JVM would do. */
interface Launcher {
  /** Launches what the builder describes. */
  Process launch(ProcessBuilder builder) throws IOException;

  /** The launcher of this system. */
  static Launcher ofThisSystem() {
    return ProcessBuilder::start;
  }
}
