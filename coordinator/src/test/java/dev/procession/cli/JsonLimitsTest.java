package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.json.JsonText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values that JSON can write and Java cannot hold, and the other way round. */
final class JsonLimitsTest {
  /** No character of its own, but a half of many. */
  private static final String HALF = "\ud800";

  @Test
  void numberThatIsTooLargeForItsTypeIsRefused() {
    assertEquals("column 1: 1e400 is too large for a double", misfit("1e400", double.class));
    assertEquals("column 1: -1e400 is too large for a double", misfit("-1e400", Object.class));
    assertEquals(
        "column 7: 1e400 is too large for a double (at .a)", misfit("{\"a\": 1e400}", Map.class));
    assertEquals(
        "column 2: 1e400 is too large for a double (at [0])", misfit("[1e400]", List.class));
    assertEquals(
        "column 2: 1e400 is too large for a double (at [0])", misfit("[1e400]", double[].class));
    assertEquals("column 1: 1e39 is too large for a float", misfit("1e39", float.class));
  }

  @Test
  void numberThatItsTypeHoldsIsTaken() throws ItemConversionException {
    assertEquals(new BigDecimal("1e400"), JsonText.read("1e400", BigDecimal.class));
    assertEquals(1e308, JsonText.read("1e308", Object.class));
    assertEquals(Map.of("a", 1.5), JsonText.read("{\"a\": 1.5}", Map.class));
  }

  @Test
  void halvesOfCharactersPassUnchanged() throws ItemConversionException {
    String json = "{\"\\udc00\":[\"a\\ud800\",\"\uD83D\uDE00\"]}";

    Object item = JsonText.read(json, Map.class);

    assertEquals(Map.of("\udc00", List.of("a" + HALF, "\uD83D\uDE00")), item);
    assertEquals(json, JsonText.write(item));
  }

  private static String misfit(String text, Class<?> type) {
    return String.valueOf(
        assertThrows(ItemConversionException.class, () -> JsonText.read(text, type)).getMessage());
  }
}
