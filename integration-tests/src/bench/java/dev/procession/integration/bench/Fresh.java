package dev.procession.integration.bench;

import java.io.IOException;

/**
 * A contender that is new in each round: for what happens once, or twice, in the life of a program.
 *
 * @param opening makes one
 * @param before rounds that it has done when its figure is taken
 */
record Fresh(Entrant.Opening opening, int before) implements Contender {
  static Entrant.Opening of(Entrant.Opening opening, int before) {
    return () -> new Fresh(opening, before);
  }

  @Override
  public double round() throws IOException, InterruptedException {
    try (Contender contender = opening.open()) {
      for (int i = 0; i < before; i++) {
        contender.round();
      }
      return contender.round();
    } catch (UnavailableException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // Each round has closed its own.
  }
}
