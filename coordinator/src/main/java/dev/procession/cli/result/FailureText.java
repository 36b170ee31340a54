package dev.procession.cli.result;

import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import dev.procession.WorkerStartException;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.program.ProgramDifference;
import dev.procession.cli.program.ProgramFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Formats the failure of an item.
 *
 * @param itemType the origin of the items' type, for a hint if an item cannot be converted
 * @param verbose whether to print stack traces
 */
public record FailureText(Optional<ItemType> itemType, boolean verbose) {
  /** The library counts items from 0; the description before it counts from 1. */
  private static final Pattern SUBJECT = Pattern.compile("^Item \\d+ ");

  private static final Map<Pattern, String> OPTIONS =
      Map.of(
          Pattern.compile("\\btaskTimeout\\b"), "--timeout",
          Pattern.compile("\\bcrashRetries\\b"), "--retries",
          Pattern.compile("\\bmaxHeap\\b"), "--max-heap");

  /** One line, or more if there are details. */
  String of(String description, ProcessionException error) {
    if (!(error instanceof TaskFailedException)) {
      String message = Objects.requireNonNullElse(error.getMessage(), error.toString());
      String predicate = SUBJECT.matcher(message).replaceFirst("");
      return description + " " + inTermsOfOptions(predicate) + trace(error);
    }
    return thrown(description, Objects.requireNonNull(error.getCause()));
  }

  /** The same for exceptions of the pool, and of a function in this JVM. */
  public String ofAny(String description, Throwable error) {
    return error instanceof ProcessionException failure
        ? of(description, failure)
        : thrown(description, error);
  }

  /**
   * Describes a failed start. If there was a process and an exception, the user's initializer
   * failed, and the command line of the worker is irrelevant; so it is if there was none, because
   * the system refused something, which the exception then says.
   */
  String ofStart(WorkerStartException error) {
    Throwable cause = error.getCause();
    if (cause instanceof IOException && error.exitCode().isEmpty() && !verbose) {
      return "no worker could be started: " + cause.getMessage();
    }
    return cause == null || error.exitCode().isEmpty()
        ? error.getMessage()
        : "--init failed in the worker: " + (verbose ? traceOf(cause) : cause);
  }

  private String thrown(String description, Throwable cause) {
    if (cause instanceof ProgramFailure program) {
      return description + " ended with exit code " + program.exitCode();
    }
    if (cause instanceof ProgramDifference) {
      return description + ": " + cause.getMessage();
    }
    return cause instanceof ItemConversionException
        ? description + " does not fit: " + cause.getMessage() + hint(cause)
        : description + " failed: " + (verbose ? traceOf(cause) : cause) + advice(cause);
  }

  /**
   * Replaces the library's settings in its advice by options. Only in the first line; quotations
   * follow it.
   */
  private static String inTermsOfOptions(String message) {
    int end = message.indexOf('\n');
    String sentence = end < 0 ? message : message.substring(0, end);
    for (Map.Entry<Pattern, String> setting : OPTIONS.entrySet()) {
      sentence = setting.getKey().matcher(sentence).replaceAll(setting.getValue());
    }
    return end < 0 ? sentence : sentence + message.substring(end);
  }

  /**
   * For a value that cannot be converted; its message begins with it in quotes. Bytes are not text.
   */
  private String hint(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (!message.startsWith("\"") || message.contains(ItemConverter.NOT_UTF8)) {
      return "";
    }
    return itemType
        .flatMap(ItemType::decidedBy)
        .map(
            first ->
                "; the type was chosen from the first item, "
                    + ItemConverter.quoted(first)
                    + ". Use --type text to leave items as they are")
        .orElse("");
  }

  private static String advice(Throwable cause) {
    return cause instanceof OutOfMemoryError ? "; give each worker more with --max-heap" : "";
  }

  private String trace(Throwable error) {
    return verbose && error.getCause() != null ? "\n" + traceOf(error.getCause()) : "";
  }

  /** A stack trace as text. */
  public static String traceOf(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
