package dev.procession.cli.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.TypeNames;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Formats JSON conversion errors in one line: the position, the cause and the element.
 *
 * <p>The texts replace the library's only where those tell users to configure it, or name a source
 * that they do not have.
 */
final class JsonErrors {
  private static final int MAX_STEPS = 8;
  private static final String TAKEN = "a record, a Map, a List, text or a number";

  private JsonErrors() {}

  /** The error of a text that is not a valid item. */
  static String ofItem(JsonProcessingException e) {
    return place(e.getLocation()) + reason(e) + path(e);
  }

  /** The error of a second value after the first. */
  static String ofMore(JsonLocation location) {
    return place(location) + "more text follows the value; an item must be one value";
  }

  /** The error of a result that cannot be written. */
  static String ofResult(JsonProcessingException e) {
    return "the result cannot be written as JSON: " + resultReason(e) + path(e);
  }

  private static String reason(JsonProcessingException e) {
    if (e.getCause() instanceof ItemConversionException ours) {
      return String.valueOf(ours.getMessage());
    }
    if (e instanceof InvalidDefinitionException undefined) {
      return "JSON cannot be converted to "
          + TypeNames.withArticle(undefined.getType().getRawClass())
          + "; declare "
          + TAKEN
          + " instead";
    }
    if (e instanceof ValueInstantiationException refused) {
      return TypeNames.withArticle(refused.getType().getRawClass())
          + " cannot be created from it: "
          + refused.getCause();
    }
    if (e instanceof JsonEOFException) {
      return "it ends too early: a quote, a ] or a } is missing";
    }
    return librarysWords(e) + advice(e);
  }

  /** Advice for an item of undeclared type, which is read as an object. */
  private static String advice(JsonProcessingException e) {
    return e instanceof MismatchedInputException other
            && other.getPath().isEmpty()
            && other.getTargetType() != null
            && Map.class.isAssignableFrom(other.getTargetType())
        ? "; use --type for items that are not JSON objects"
        : "";
  }

  private static String resultReason(JsonProcessingException e) {
    if (e instanceof InvalidDefinitionException undefined
        && !(e.getCause() instanceof JsonGenerationException)) {
      return "JSON cannot represent "
          + TypeNames.withArticle(undefined.getType().getRawClass())
          + "; return "
          + TAKEN;
    }
    return e instanceof JsonMappingException
            && e.getCause() != null
            && !(e.getCause() instanceof JsonProcessingException)
        ? "reading it threw " + e.getCause()
        : librarysWords(e);
  }

  /** Without the location, which is a separate line. */
  private static String librarysWords(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).replace('\n', ' ');
  }

  /** The line is that of the item, unless items end with NUL. */
  private static String place(@Nullable JsonLocation location) {
    if (location == null) {
      return "";
    }
    String column = "column " + location.getColumnNr() + ": ";
    return location.getLineNr() > 1 ? "line " + location.getLineNr() + ", " + column : column;
  }

  /** The path in the value; of a cycle only the first steps. */
  private static String path(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    int steps = mapping.getPath().size();
    return mapping.getPath().stream()
        .limit(MAX_STEPS)
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining("", " (at ", steps > MAX_STEPS ? "…)" : ")"));
  }
}
