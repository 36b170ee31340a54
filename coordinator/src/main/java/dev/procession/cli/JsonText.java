package dev.procession.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Type;
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
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
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

  private JsonText() {}

  /** The value of {@code type} that {@code text} is. */
  static @Nullable Object read(String text, Type type) throws ItemConversionException {
    if (text.isBlank()) {
      throw new ItemConversionException("it is empty, and no JSON value");
    }
    try (JsonParser parser = new JsonFiniteParser(MAPPER.createParser(text))) {
      Object value = MAPPER.readValue(parser, MAPPER.constructType(type));
      if (parser.nextToken() != null) {
        throw new ItemConversionException(JsonMisfit.ofMore(parser.currentTokenLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ItemConversionException(JsonMisfit.ofItem(e, text));
    } catch (IOException e) {
      throw new AssertionError("text in memory can be read", e);
    }
  }

  /** A result in one line. */
  static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFinite(MAPPER.createGenerator(text))) {
      MAPPER.writeValue(out, value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(JsonMisfit.ofResult(e));
    } catch (IOException e) {
      throw new AssertionError("text in memory can be written", e);
    }
    return withoutHalves(text.toString());
  }

  /**
   * Half a character, which text in Java may hold, cannot be written as UTF-8; but JSON has an
   * escape for it. In JSON such characters stand in texts and names only.
   */
  private static String withoutHalves(String json) {
    if (json.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return json;
    }
    StringBuilder whole = new StringBuilder();
    json.codePoints()
        .forEach(
            c -> {
              if (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) {
                whole.append(String.format("\\u%04x", c));
              } else {
                whole.appendCodePoint(c);
              }
            });
    return whole.toString();
  }
}
