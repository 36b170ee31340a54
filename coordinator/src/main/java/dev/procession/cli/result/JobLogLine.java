package dev.procession.cli.result;

import dev.procession.cli.console.EscapedText;
import java.util.List;
import java.util.Optional;

/**
 * The log's line for an ended item: the columns of GNU parallel, and two more.
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
    ItemExit ending,
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

  /** How a log names this machine; GNU parallel writes the same for that. */
  static final String HERE = ":";

  /** The line in the file, without its line end. */
  String text() {
    return String.join(
        "\t",
        Long.toString(number + 1),
        ending.host().orElse(HERE),
        seconds(startMillis),
        seconds(Math.round(nanos / 1e6)),
        Long.toString(sentBytes),
        Long.toString(receivedBytes),
        Integer.toString(ending.exitValue()),
        Integer.toString(ending.signal()),
        EscapedText.of(item),
        ending.pid().isPresent() ? Long.toString(ending.pid().getAsLong()) : "-",
        hash);
  }

  /**
   * With three digits after the point; without a formatter, which takes as long as a small task.
   */
  private static String seconds(long millis) {
    return millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1);
  }

  /**
   * The item that a line of a log marks as done.
   *
   * @return its hash; empty if it failed
   * @throws IllegalArgumentException if it is not a line of a log
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
