package dev.procession.integration.bench;

import java.io.IOException;

/**
 * Who takes part in a contest.
 *
 * @param name for people
 * @param opening makes it ready
 */
record Entrant(String name, Opening opening) {
  /** How a contender is made ready. */
  interface Opening {
    Contender open() throws IOException, InterruptedException, UnavailableException;
  }
}
