package dev.procession.process;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process ended, as far as can be known.
 *
 * @param pid its process id; empty where none was made
 * @param exitCode its exit code; empty where it never ran
 * @param stderrTail the last lines it printed
 * @param detail what the pool knows besides, such as the reason for killing it; may be empty
 * @param misbehaviour what it sent that no worker may send
 * @param crashReport the head of the JVM's own crash report; may be empty
 * @param startError what kept it from starting: its initializer's exception, or the operating
 *     system's refusal
 * @param command how it was launched
 */
public record ExitReport(
    Optional<Long> pid,
    OptionalInt exitCode,
    String stderrTail,
    String detail,
    Optional<String> misbehaviour,
    String crashReport,
    Optional<Throwable> startError,
    List<String> command) {}
