package dev.procession.process.observe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * How a process ended, as far as is known.
 *
 * @param pid its process id; empty if none was created
 * @param host the name of its host; empty for this machine
 * @param exitCode its exit code; empty if it never ran
 * @param stderrTail the last lines it printed
 * @param detail further information, such as the reason for killing it; may be empty
 * @param misbehaviour how it violated the protocol, if it did
 * @param unread why this process could not read its output, for which it was ended
 * @param crashReport the head of the JVM's own crash report; may be empty
 * @param startError why it did not start: the exception of its initializer, or the error of the
 *     operating system
 * @param command supplies its command line, which few ask for
 */
public record ExitReport(
    Optional<Long> pid,
    Optional<String> host,
    OptionalInt exitCode,
    String stderrTail,
    String detail,
    Optional<String> misbehaviour,
    Optional<String> unread,
    String crashReport,
    Optional<Throwable> startError,
    Supplier<List<String>> command) {
  /** The end of a process on this machine. */
  public ExitReport(
      Optional<Long> pid,
      OptionalInt exitCode,
      String stderrTail,
      String detail,
      Optional<String> misbehaviour,
      Optional<String> unread,
      String crashReport,
      Optional<Throwable> startError,
      List<String> command) {
    this(
        pid,
        Optional.empty(),
        exitCode,
        stderrTail,
        detail,
        misbehaviour,
        unread,
        crashReport,
        startError,
        () -> command);
  }
}
