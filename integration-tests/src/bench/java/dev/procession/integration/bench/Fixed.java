package dev.procession.integration.bench;

/**
 * A limit that takes part as if it were measured.
 *
 * @param figure the limit
 */
record Fixed(double figure) implements Contender {
  @Override
  public double round() {
    return figure;
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
