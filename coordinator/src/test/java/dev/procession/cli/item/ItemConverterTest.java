package dev.procession.cli.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemConverterTest {
  /** Made by its constructor. */
  record Name(String text) {}

  /** Made by its factory, which refuses some texts. */
  record Even(int number) {
    public static Even parse(String text) {
      int number = Integer.parseInt(text);
      if (number % 2 != 0) {
        throw new IllegalArgumentException("it is odd");
      }
      return new Even(number);
    }
  }

  @Test
  void usualTypesAreMadeFromTheirText() throws Exception {
    assertEquals("a b", convert(String.class, "a b"));
    assertEquals(7, convert(int.class, "7"));
    assertEquals(7, convert(Integer.class, " 7"));
    assertEquals(7L, convert(long.class, "7"));
    assertEquals(7.5, convert(double.class, "7.5"));
    assertEquals(true, convert(boolean.class, "true"));
    assertEquals('x', convert(char.class, "x"));
    assertEquals(BigInteger.TEN, convert(BigInteger.class, "10"));
    assertEquals(new BigDecimal("1.50"), convert(BigDecimal.class, "1.50"));
    assertEquals(Path.of("a/b"), convert(Path.class, "a/b"));
    assertEquals(new File("a"), convert(File.class, "a"));
    assertEquals(URI.create("http://a"), convert(URI.class, "http://a"));
    assertEquals(new UUID(0, 1), convert(UUID.class, "00000000-0000-0000-0000-000000000001"));
  }

  @Test
  void otherTypesAreMadeByTheirFactoriesOrConstructors() throws Exception {
    assertEquals(LocalDate.of(2024, 2, 29), convert(LocalDate.class, "2024-02-29"));
    assertEquals(Duration.ofMinutes(1), convert(Duration.class, "PT1M"));
    assertEquals(ZoneId.of("UTC"), convert(ZoneId.class, "UTC"));
    assertEquals(StandardCharsets.UTF_8, convert(Charset.class, "utf-8"));
    assertEquals(TimeUnit.DAYS, convert(TimeUnit.class, "DAYS"));
    assertEquals(new Name("x"), convert(Name.class, "x"));
    assertEquals(new Even(4), convert(Even.class, "4"));
  }

  @Test
  void textThatDoesNotFitIsQuotedWithTheTypeAndTheReason() {
    assertEquals("\"x\" is not a long", refusal(long.class, "x"));
    assertEquals("\"yes\" is not a boolean: write true or false", refusal(boolean.class, "yes"));
    assertEquals("\"3\" is not an Even: it is odd", refusal(Even.class, "3"));
    assertTrue(refusal(TimeUnit.class, "YEARS").contains("MINUTES"));
    assertTrue(refusal(char.class, "xy").contains("2 characters"));
    assertTrue(refusal(int.class, "9".repeat(1000)).contains("(1000 characters)"));
  }

  @Test
  void numberThatIsTooLargeForItsTypeIsRefused() throws Exception {
    String reason = ": it is too large; use --type BigDecimal";

    assertEquals("\"1e400\" is not a double" + reason, refusal(double.class, "1e400"));
    assertEquals("\"-1e39\" is not a float" + reason, refusal(float.class, "-1e39"));
    assertEquals(Double.NEGATIVE_INFINITY, convert(double.class, "-Infinity "));
  }

  @Test
  void typesThatNoTextCanBecomeAreKnownBeforehand() {
    for (Class<?> type : List.of(Map.class, int[].class, void.class, Number.class)) {
      assertTrue(ItemConverter.to(type).isEmpty(), type.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-12", "9223372036854775807", "-9223372036854775808"})
  void firstItemThatPrintsAsItIsWrittenIsLong(String text) {
    assertEquals(long.class, TypeNames.infer(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "-1.25", "-0.0", "1.0E10", "1.0E-5", "4.9E-324"})
  void firstItemThatPrintsAsItIsWrittenIsDouble(String text) {
    assertEquals(double.class, TypeNames.infer(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "1d",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "007",
        "1.10",
        "+1",
        "1e3",
        "1E3",
        ".5",
        "5.",
        "-0",
        "00",
        " 5",
        "5 ",
        "1.0e10",
        "10000000.0",
        "9223372036854775808",
        "12345678901234567890",
        "0.1234567890123456789",
        "1.0E400",
        "1.0E999",
        "\u0661\u0662"
      })
  void firstItemThatWouldPrintOtherwiseIsText(String text) {
    assertEquals(String.class, TypeNames.infer(text));
  }

  @Test
  void firstItemOfAnyLengthIsLookedAt() {
    assertEquals(String.class, TypeNames.infer("1".repeat(1_000_000)));
    assertEquals(String.class, TypeNames.infer("1." + "1".repeat(1_000_000)));
  }

  private static Object convert(Class<?> type, String text) throws ItemConversionException {
    return ItemConverter.to(type).orElseThrow().convert(text);
  }

  private static String refusal(Class<?> type, String text) {
    return String.valueOf(
        assertThrows(ItemConversionException.class, () -> convert(type, text)).getMessage());
  }
}
