package dev.procession.cli;

import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import dev.procession.WorkerStartException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a failed item is reported.
 *
 * @param itemType what decided the items' type, for a hint when one does not fit
 * @param verbose whether stack traces are wanted
 */
record FailureText(Optional<ItemType> itemType, boolean verbose) {
  /** The library counts items from 0; the description before it counts as files and people do. */
  private static final Pattern SUBJECT = Pattern.compile("^Item \\d+ ");

  private static final Map<Pattern, String> OPTIONS =
      Map.of(
          Pattern.compile("\\btaskTimeout\\b"), "--timeout",
          Pattern.compile("\\bcrashRetries\\b"), "--retries",
          Pattern.compile("\\bmaxHeap\\b"), "--max-heap");

  /** One line, or more where there is more to say. */
  String of(String description, ProcessionException error) {
    if (!(error instanceof TaskFailedException)) {
      String message = Objects.requireNonNullElse(error.getMessage(), error.toString());
      String predicate = SUBJECT.matcher(message).replaceFirst("");
      return description + " " + inTermsOfOptions(predicate) + trace(error);
    }
    return thrown(description, Objects.requireNonNull(error.getCause()));
  }

  /** The same for what the pool says, and for what a function threw in this JVM. */
  String ofAny(String description, Throwable error) {
    return error instanceof ProcessionException failure
        ? of(description, failure)
        : thrown(description, error);
  }

  /**
   * That no worker starts. With a process and an exception there was an initializer, which is the
   * user's; how workers are launched is not what has to be looked into then.
   */
  String ofStart(WorkerStartException error) {
    Throwable cause = error.getCause();
    return cause == null || error.exitCode().isEmpty()
        ? error.getMessage()
        : "--init failed in the worker: " + (verbose ? traceOf(cause) : cause);
  }

  private String thrown(String description, Throwable cause) {
    return cause instanceof ItemConversionException
        ? description + " does not fit: " + cause.getMessage() + hint()
        : description + " failed: " + (verbose ? traceOf(cause) : cause) + advice(cause);
  }

  /**
   * The library's advice names settings of its own. Only its sentence is looked at, which is the
   * first line: what follows are quotations.
   */
  private static String inTermsOfOptions(String message) {
    int end = message.indexOf('\n');
    String sentence = end < 0 ? message : message.substring(0, end);
    for (Map.Entry<Pattern, String> setting : OPTIONS.entrySet()) {
      sentence = setting.getKey().matcher(sentence).replaceAll(setting.getValue());
    }
    return end < 0 ? sentence : sentence + message.substring(end);
  }

  private String hint() {
    return itemType
        .flatMap(ItemType::decidedBy)
        .map(
            first ->
                "; the first item, "
                    + ItemConverter.quoted(first)
                    + ", decided the type. Use --type text to take items as they are")
        .orElse("");
  }

  private static String advice(Throwable cause) {
    return cause instanceof OutOfMemoryError ? "; --max-heap gives each worker more" : "";
  }

  private String trace(Throwable error) {
    return verbose && error.getCause() != null ? "\n" + traceOf(error.getCause()) : "";
  }

  /** A stack trace as text. */
  static String traceOf(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
