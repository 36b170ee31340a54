package dev.procession.cluster.engine;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * What the JVM that drains a node says to the one that has started it, line by line: sentences for
 * people, of which the last says how it ended.
 *
 * @param lines takes a line
 */
public record DrainReport(Consumer<String> lines) {
  private static final String TOLD = "told ";
  private static final String DONE = "done ";
  private static final String FAILED = "failed ";

  /** The node has been told. */
  public void draining(String host, boolean already) {
    lines.accept(
        TOLD
            + host
            + (already ? " is being drained already" : " is being drained")
            + ": it leaves when its workers have finished what they run");
  }

  /** The node has left. */
  public void left(String host, boolean wasLast) {
    lines.accept(
        DONE
            + host
            + (wasLast
                ? " has left, and was the last node: programs wait for another one"
                : " has left"));
  }

  /** It could not be drained. */
  public void failed(String why) {
    lines.accept(FAILED + why);
  }

  /**
   * Reads a line that was written here.
   *
   * @param told takes the sentence
   * @return whether it is the last
   * @throws IOException if the node could not be drained, and why
   */
  static boolean read(String line, Consumer<String> told) throws IOException {
    if (line.startsWith(FAILED)) {
      throw new IOException(line.substring(FAILED.length()));
    }
    if (line.startsWith(TOLD) || line.startsWith(DONE)) {
      told.accept(line.substring(TOLD.length()));
    }
    return line.startsWith(DONE);
  }
}
