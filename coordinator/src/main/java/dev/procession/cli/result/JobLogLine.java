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

  /** Appends the line, with its end; in one pass, since there may be millions. */
  void appendTo(StringBuilder log) {
    log.append(number + 1).append('\t').append(ending.host().orElse(HERE)).append('\t');
    appendSeconds(startMillis, log);
    appendSeconds(Math.round(nanos / 1e6), log);
    log.append(sentBytes).append('\t').append(receivedBytes).append('\t');
    log.append(ending.exitValue()).append('\t').append(ending.signal()).append('\t');
    log.append(EscapedText.of(item)).append('\t');
    if (ending.pid().isPresent()) {
      log.append(ending.pid().getAsLong());
    } else {
      log.append('-');
    }
    log.append('\t').append(hash).append('\n');
  }

  /**
   * With three digits after the point; without a formatter, which takes as long as a small task.
   */
  private static void appendSeconds(long millis, StringBuilder log) {
    int rest = (int) (millis % 1000);
    log.append(millis / 1000).append('.');
    log.append((char) ('0' + rest / 100));
    log.append((char) ('0' + rest / 10 % 10));
    log.append((char) ('0' + rest % 10)).append('\t');
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
