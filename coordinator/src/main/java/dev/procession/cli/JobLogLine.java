package dev.procession.cli;

import java.util.List;
import java.util.Optional;

/**
 * What the log says of an item that ended. The columns are GNU parallel's, and two of our own.
 *
 * @param number the item's place in the input, from 0
 * @param startMillis when it began to run, in milliseconds since 1970
 * @param nanos how long it ran
 * @param sentBytes how long the item is
 * @param receivedBytes how long the result is
 * @param ending how it ended
 * @param item its text
 * @param hash what tells it from other items and other functions
 */
record JobLogLine(
    long number,
    long startMillis,
    long nanos,
    long sentBytes,
    long receivedBytes,
    Ending ending,
    String item,
    String hash) {
  static final String HEADER =
      String.join(
          "\t",
          "Seq",
          "Host",
          "Starttime",
          "JobRuntime",
          "Send",
          "Receive",
          "Exitval",
          "Signal",
          "Command",
          "Pid",
          "Hash");

  private static final int COLUMNS = 11;
  private static final int EXIT_VALUE = 6;
  private static final int SIGNAL = 7;
  private static final int HASH = 10;

  /** Ours are all here; GNU parallel writes the same for that. */
  private static final String HOST = ":";

  /** The line as it is in the file, without its end. */
  String text() {
    return String.join(
        "\t",
        Long.toString(number + 1),
        HOST,
        seconds(startMillis),
        seconds(Math.round(nanos / 1e6)),
        Long.toString(sentBytes),
        Long.toString(receivedBytes),
        Integer.toString(ending.exitValue()),
        Integer.toString(ending.signal()),
        SafeText.of(item),
        ending.pid().isPresent() ? Long.toString(ending.pid().getAsLong()) : "-",
        hash);
  }

  /** With three digits after the point; a formatter takes as long as a small task. */
  private static String seconds(long millis) {
    return millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1);
  }

  /**
   * Of which item a line of a log says that it was done.
   *
   * @return its hash; empty if it failed
   * @throws IllegalArgumentException if it is no line of a log
   */
  static Optional<String> doneIn(String line) {
    List<String> columns = List.of(line.split("\t", -1));
    if (columns.size() != COLUMNS || columns.get(HASH).length() != ItemHash.CHARS) {
      throw new IllegalArgumentException(line);
    }
    boolean succeeded = columns.get(EXIT_VALUE).equals("0") && columns.get(SIGNAL).equals("0");
    return succeeded ? Optional.of(columns.get(HASH)) : Optional.empty();
  }
}
