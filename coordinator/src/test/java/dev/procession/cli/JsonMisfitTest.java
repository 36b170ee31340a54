package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
final class JsonMisfitTest {
  private static final String VALUE =
      "expected a value: text in double quotes, a number, true, false, null, [ or {";

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
        "{\"a\": } => column 7: found }, " + VALUE,
        "{\"a\": hello} => column 7: found hello, " + VALUE,
        "{\"a\": NaN} => column 10: found NaN, " + VALUE,
        "{\"a\": 1 => column 8: it ends too soon: a quote, a ] or a } is missing",
        "{\"a\": 1} 2 => column 10: there is more after the value; one item is one value",
        "{a: 1} => column 2: found a, expected a name in double quotes",
        "{\"a\" 1} => column 6: found 1, expected a colon",
        "{\"a\": 1 \"b\": 2} => column 9: found \", expected a comma or }",
        "{\"a\": [1 2]} => column 10: found 2, expected a comma or ]",
        "{\"a\": [1}} => column 9: found }, which closes nothing that is open there",
        "{\"a\": 01} => column 8: found 01, expected a number without zeros before it",
        "{\"a\": 1.} => column 8: found 1., expected a number as 12, -0.5 or 1e9",
        "{\"a\": \"\t\"} => column 8: found \\t, which in text is written as \\n, \\t or \\u0001",
        "{\"a\": \"\\q\"} => column 9: found q, expected an escape: \\\" \\\\ \\n \\t or \\u0041",
        "// no => column 1: found /, but JSON has no comments",
        "{\"a\": 1, \"a\": 2} => column 13: the name \"a\" is there twice",
        "[1] => column 1: found an array, expected an object; --type List takes arrays",
        "7 => column 1: found 7, expected an object; --type double takes numbers",
      })
  void textThatIsNoObjectIsNamedWithItsPlace(String text, String message) {
    assertEquals(message, misfit(text, Map.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"count\": \"x\"} => column 11: found the text \"x\", expected an int (at .count)",
        "{\"count\": 7.5} => column 11: found 7.5, expected an int (at .count)",
        "{\"count\": null} => column 11: found null, expected an int (at .count)",
        "{\"state\": \"NEW\"} => column 16: found nothing, expected an int (at .count)",
        "{\"count\": 5000000000} => column 21: 5000000000 is too large for an int (at .count)",
        "{\"parts\": 3} => column 11: found 3, expected an array (at .parts)",
        "{\"parts\": [3]} => column 12: found 3, expected an object, to become a Part (at"
            + " .parts[0])",
        "{\"day\": {}} => column 9: found an object, expected a LocalDate (at .day)",
        "{\"count\": -1} => column 13: a Part cannot be made of it:"
            + " java.lang.IllegalArgumentException: count: at least 0",
      })
  void valueThatIsNoPartOfARecordIsNamedWithItsPlace(String text, String message) {
    assertEquals(message, misfit(text, Part.class));
  }

  @Test
  void constantsOfAnEnumAreListed() {
    String expected =
        "column 11: found the text \"OLD\", expected one of"
            + " [NEW, RUNNABLE, BLOCKED, WAITING, TIMED_WAITING, TERMINATED] (at .state)";

    assertEquals(expected, misfit("{\"state\": \"OLD\"}", Part.class));
  }

  @Test
  void typeThatJsonCannotBecomeIsNamedWithWhatToDeclare() {
    String advice = "; declare a record, a Map, a List, text or a number instead";

    assertEquals(
        "column 10: JSON cannot become an Optional" + advice + " (at .text)",
        misfit("{\"text\": \"x\"}", Maybe.class));
    assertEquals(
        "column 1: JSON cannot become a Runnable" + advice, misfit("\"x\"", Runnable.class));
  }

  @Test
  void whatIsTooDeepIsSaid() {
    assertEquals(
        "it is nested too deep, or has a name or a number that is too long",
        misfit("1".repeat(2_000), Object.class));
  }

  @Test
  void resultsThatJsonDoesNotHaveAreNamedWithWhatToReturn() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    String advice = "; return a record, a Map, a List, text or a number";

    assertEquals("JSON has no form for an Object" + advice, noJson(new Object()));
    assertEquals(
        "JSON has no form for an Optional" + advice + " (at .text)",
        noJson(new Maybe(Optional.empty())));
    assertEquals("a key of a map is null (at .null)", noJson(Collections.singletonMap(null, 1)));
    assertEquals("NaN is no number in JSON (at .a)", noJson(Map.of("a", Double.NaN)));
    assertEquals(
        "it is nested too deep, or contains itself (at [0][0][0][0][0][0][0][0]…)",
        noJson(endless));
    assertEquals(
        "reading it threw java.lang.IllegalStateException: no size (at .size)",
        noJson(new Size(-1)));
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
