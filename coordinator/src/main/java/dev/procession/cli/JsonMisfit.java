package dev.procession.cli;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why JSON and a type do not go together: where, what was found, what was expected, what to do.
 *
 * <p>In the words of this command. The library's are for those who configure it: they name its
 * classes and features. What it found it does not always say, so that is read where it stopped.
 */
final class JsonMisfit {
  private static final int MAX_STEPS = 8;
  private static final String TAKEN = "a record, a Map, a List, text or a number";

  private JsonMisfit() {}

  /** Why {@code text} is no item. */
  static String ofItem(JsonProcessingException e, String text) {
    JsonLocation location = e.getLocation();
    int offset = location == null ? 0 : (int) Math.max(0, location.getCharOffset());
    return place(location) + reason(e, new JsonFound(text, offset)) + path(e);
  }

  /** That a second value follows the first. */
  static String ofMore(JsonLocation location) {
    return place(location) + "there is more after the value; one item is one value";
  }

  /** Why a result is no JSON. */
  static String ofResult(JsonProcessingException e) {
    return "the result cannot be written as JSON: " + resultReason(e) + path(e);
  }

  private static String reason(JsonProcessingException e, JsonFound found) {
    if (e.getCause() instanceof ItemConversionException ours) {
      return String.valueOf(ours.getMessage());
    }
    if (e instanceof InvalidDefinitionException undefined) {
      return "JSON cannot become "
          + TypeNames.withArticle(undefined.getType().getRawClass())
          + "; declare "
          + TAKEN
          + " instead";
    }
    if (e instanceof ValueInstantiationException refused) {
      return TypeNames.withArticle(refused.getType().getRawClass())
          + " cannot be made of it: "
          + refused.getCause();
    }
    if (e instanceof MismatchedInputException other && other.getTargetType() != null) {
      return found.insteadOf(other.getTargetType(), other.getPath().isEmpty());
    }
    if (coercion(e) instanceof InputCoercionException number) {
      return found.tooLargeFor(number.getTargetType());
    }
    return syntax(e, found);
  }

  /** A number that is too large: within something else it comes as a cause. */
  private static @Nullable Throwable coercion(JsonProcessingException e) {
    return e instanceof InputCoercionException ? e : e.getCause();
  }

  private static String syntax(JsonProcessingException e, JsonFound found) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof JsonEOFException) {
      return "it ends too soon: a quote, a ] or a } is missing";
    }
    if (e instanceof StreamConstraintsException
        || e.getCause() instanceof StreamConstraintsException) {
      return "it is nested too deep, or has a name or a number that is too long";
    }
    if (message.startsWith("Duplicate") && e.getProcessor() instanceof JsonParser parser) {
      String name = parser.getParsingContext().getCurrentName();
      return "the name \"" + name + "\" is there twice";
    }
    return found.whereExpected(message);
  }

  private static String resultReason(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof JsonGenerationException) {
      return message;
    }
    if (e.getCause() instanceof JsonGenerationException within) {
      return within.getOriginalMessage();
    }
    if (message.contains("self-reference")) {
      return "it contains itself";
    }
    if (e instanceof StreamConstraintsException
        || e.getCause() instanceof StreamConstraintsException) {
      return "it is nested too deep, or contains itself";
    }
    if (e instanceof InvalidDefinitionException undefined) {
      return "JSON has no form for "
          + TypeNames.withArticle(undefined.getType().getRawClass())
          + "; return "
          + TAKEN;
    }
    if (e.getCause() != null) {
      return "reading it threw " + e.getCause();
    }
    return message.startsWith("Null key") ? "a key of a map is null" : "JSON has no form for it";
  }

  /** The line is that of the item, unless items end with NUL. */
  private static String place(@Nullable JsonLocation location) {
    if (location == null) {
      return "";
    }
    String column = "column " + location.getColumnNr() + ": ";
    return location.getLineNr() > 1 ? "line " + location.getLineNr() + ", " + column : column;
  }

  /** Where it is in the value; of a cycle the first steps say enough. */
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
