package dev.procession.cli;

import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

  /** One line, or more where there is more to say. */
  String of(String description, ProcessionException error) {
    if (!(error instanceof TaskFailedException)) {
      String message = Objects.requireNonNullElse(error.getMessage(), error.toString());
      return description + " " + SUBJECT.matcher(message).replaceFirst("") + trace(error);
    }
    Throwable cause = Objects.requireNonNull(error.getCause());
    return cause instanceof ItemConversionException
        ? description + " does not fit: " + cause.getMessage() + hint()
        : description + " failed: " + (verbose ? traceOf(cause) : cause) + advice(cause);
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
