package dev.procession.cli.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.item.ItemConversionException;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of JSON that does not fit, or cannot be. */
final class JsonErrorsTest {
  /** One of each kind. */
  record Part(int count, LocalDate day, Thread.State state, List<Part> parts) {
    Part {
      if (count < 0) {
        throw new IllegalArgumentException("count: at least 0");
      }
    }
  }

  record Maybe(Optional<String> text) {}

  /** One that cannot always be read. */
  record Size(int size) {
    @Override
    public int size() {
      if (size < 0) {
        throw new IllegalStateException("no size");
      }
      return size;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"a\": } => column 7: => '}'",
        "{\"a\": hello} => column 7: => 'hello'",
        "{\"a\": NaN} => column 10: => 'NaN'",
        "{\"a\": 1 => column 8: => it ends too early: a quote, a ] or a } is missing",
        "{\"a\": 1} 2 => column 10: => more text follows the value; an item must be one value",
        "{a: 1} => column 2: => double-quote",
        "{\"a\" 1} => column 6: => colon",
        "{\"a\": 1 \"b\": 2} => column 9: => comma",
        "{\"a\": [1 2]} => column 10: => comma",
        "{\"a\": [1}} => column 9: => line: 1, column: 7",
        "{\"a\": 01} => column 8: => zeroes",
        "{\"a\": 1.} => column 8: => numeric value",
        "{\"a\": \"\t\"} => column 8: => escaped",
        "{\"a\": \"\\q\"} => column 9: => escape 'q'",
        "// no => column 1: => comment",
        "{\"a\": 1, \"a\": 2} => column 13: => 'a'",
        "[1] => column 1: => ; use --type for items that are not JSON objects",
        "7 => column 1: => ; use --type for items that are not JSON objects",
      })
  void textThatIsNoObjectIsNamedWithItsPlace(String text, String place, String words) {
    assertNamed(place, words, misfit(text, Map.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"count\": \"x\"} => column 11: => (\"x\") to `int`",
        "{\"count\": 7.5} => column 11: => (7.5) to `int`",
        "{\"count\": null} => column 11: => `null`",
        "{\"state\": \"NEW\"} => column 16: => (at .count)",
        "{\"count\": 5000000000} => column 21: => (5000000000) out of range of int",
        "{\"parts\": 3} => column 11: => (at .parts)",
        "{\"parts\": [3]} => column 12: => (at .parts[0])",
        "{\"day\": {}} => column 9: => LocalDate",
        "{\"count\": -1} => column 13: => a Part cannot be created from it:"
            + " java.lang.IllegalArgumentException: count: at least 0",
        "{\"state\": \"OLD\"} => column 11: => RUNNABLE",
      })
  void valueThatIsNoPartOfARecordIsNamedWithItsPlace(String text, String place, String words) {
    assertNamed(place, words, misfit(text, Part.class));
  }

  @Test
  void typeThatJsonCannotBecomeIsNamedWithWhatToDeclare() {
    String advice = "; declare a record, a Map, a List, text or a number instead";

    assertEquals(
        "column 10: JSON cannot be converted to an Optional" + advice + " (at .text)",
        misfit("{\"text\": \"x\"}", Maybe.class));
    assertEquals(
        "column 1: JSON cannot be converted to a Runnable" + advice,
        misfit("\"x\"", Runnable.class));
  }

  @Test
  void whatIsTooLongOrTooDeepIsSaid() {
    assertNamed("Number value length (2000)", "maximum", misfit("1".repeat(2_000), Object.class));
    assertNamed("", "depth (1001)", misfit("[".repeat(2_000), Object.class));
  }

  @Test
  void resultsThatJsonDoesNotHaveAreNamedWithWhatToReturn() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    String advice = "; return a record, a Map, a List, text or a number";

    assertEquals("JSON cannot represent an Object" + advice, noJson(new Object()));
    assertEquals(
        "JSON cannot represent an Optional" + advice + " (at .text)",
        noJson(new Maybe(Optional.empty())));
    assertNamed("Null key", "(at .null)", noJson(Collections.singletonMap(null, 1)));
    assertEquals("NaN is not a number in JSON (at .a)", noJson(Map.of("a", Double.NaN)));
    assertNamed("", "depth (1001)", noJson(endless));
    assertTrue(noJson(endless).endsWith(" (at [0][0][0][0][0][0][0][0]…)"), noJson(endless));
    assertEquals(
        "reading it threw java.lang.IllegalStateException: no size (at .size)",
        noJson(new Size(-1)));
  }

  /** The words are the library's: only what they name is looked at. */
  private static void assertNamed(String start, String words, String message) {
    assertTrue(message.startsWith(start), message);
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static String misfit(String text, Type type) {
    return String.valueOf(
        assertThrows(ItemConversionException.class, () -> JsonText.read(text, type)).getMessage());
  }

  private static String noJson(Object result) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> JsonText.write(result));
    return String.valueOf(refusal.getMessage())
        .replaceFirst("^the result cannot be written as JSON: ", "");
  }
}
