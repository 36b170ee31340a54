package dev.procession.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemReader;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON to values and back, with Jackson, which is loaded only with this class.
 *
 * <p>Unknown fields are ignored, because lines usually contain more than a task needs. A silent
 * loss is an error: 1.5 for an int, a missing number, a duplicate name.
 */
public final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(
              StreamReadFeature.STRICT_DUPLICATE_DETECTION,
              // Otherwise messages tell users to enable it.
              StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .addModule(new TextTypesModule())
          .build();

  static {
    // An item may be as long as the line reader permits; the default is a third of that.
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(ItemReader.MAX_ITEM_BYTES).build());
  }

  private JsonText() {}

  /** Reads {@code text} as a value of {@code type}. */
  static @Nullable public Object read(String text, Type type) throws ItemConversionException {
    if (text.isBlank()) {
      throw new ItemConversionException("it is empty, not a JSON value");
    }
    try (JsonParser parser = new FiniteJsonParser(MAPPER.createParser(text))) {
      Object value = MAPPER.readValue(parser, MAPPER.constructType(type));
      if (parser.nextToken() != null) {
        throw new ItemConversionException(JsonErrors.ofMore(parser.currentTokenLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ItemConversionException(JsonErrors.ofItem(e));
    } catch (IOException e) {
      throw new AssertionError("text in memory can be read", e);
    }
  }

  /** Writes a result in one line. */
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new FiniteJsonGenerator(MAPPER.createGenerator(text))) {
      MAPPER.writeValue(out, value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(JsonErrors.ofResult(e));
    } catch (IOException e) {
      throw new AssertionError("text in memory can be written", e);
    }
    return withoutHalves(text.toString());
  }

  /**
   * A lone surrogate, which Java strings may contain, cannot be written as UTF-8, but JSON has an
   * escape for it. In JSON such characters occur only in strings and names.
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
