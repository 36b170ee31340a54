package dev.procession.integration.bench;

import java.io.IOException;

/** One of those that are compared: does the same work as the others, again and again. */
interface Contender extends AutoCloseable {
  /**
   * Does the work once.
   *
   * @return what it took: seconds for one item, or bytes; less is better
   */
  double round() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
