package dev.procession.process.host;

import dev.procession.scheduler.ExitCause;
import java.util.OptionalInt;

/**
 * What is known of a process that is gone.
 *
 * @param cause whether it ended, or its host is lost
 * @param exitCode its exit code; empty where nobody saw its end
 * @param crashReport the head of the JVM's own crash report; may be empty
 * @param detail what else is known, for people; may be empty
 */
public record ExitFacts(ExitCause cause, OptionalInt exitCode, String crashReport, String detail) {}
