package dev.procession.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON to values and back, by Jackson, which is loaded with this class and nowhere else.
 *
 * <p>Names that a record does not have are passed by, because lines usually hold more than a task
 * needs. What would lose something in silence is refused: 1.5 for an int, a number that is missing,
 * a name that is there twice.
 */
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .addModule(new JsonForms())
          .build();

  static {
    // An item may be as long as the reader of lines lets it be; the default is a third of that.
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(ItemReader.MAX_ITEM_BYTES).build());
  }

  /** What Jackson says of itself: where its source is, its tokens' names; and usual packages. */
  private static final Pattern NOISE =
      Pattern.compile(
          " \\(start marker at \\[.*\\]\\)| \\(token JsonToken\\.\\w+\\)|\\bjava\\.(util|lang)\\.");

  private JsonText() {}

  /** The value of {@code type} that {@code text} is. */
  static @Nullable Object read(String text, Type type) throws ItemConversionException {
    if (text.isBlank()) {
      throw new ItemConversionException("it is empty, and no JSON value");
    }
    try {
      return MAPPER.readValue(text, MAPPER.constructType(type));
    } catch (JsonProcessingException e) {
      throw new ItemConversionException(place(e.getLocation()) + reason(e) + path(e));
    }
  }

  /** A result in one line. */
  static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFinite(MAPPER.createGenerator(text))) {
      MAPPER.writeValue(out, value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the result cannot be written as JSON: " + reason(e));
    } catch (IOException e) {
      throw new AssertionError("text in memory can be written", e);
    }
    return text.toString();
  }

  /** The line is that of the item, unless items end with NUL. */
  private static String place(@Nullable JsonLocation location) {
    if (location == null) {
      return "";
    }
    String column = "column " + location.getColumnNr() + ": ";
    return location.getLineNr() > 1 ? "line " + location.getLineNr() + ", " + column : column;
  }

  private static String reason(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).replace("`", "");
    return NOISE.matcher(message).replaceAll("");
  }

  private static String path(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    return mapping.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining("", " (at ", ")"));
  }
}
