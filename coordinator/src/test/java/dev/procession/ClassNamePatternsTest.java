package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes a pattern means. */
class ClassNamePatternsTest {
  @ParameterizedTest
  @CsvSource({
    "com.example.Order,      com.example.Order,          true",
    "com.example.Order,      com.example.Order$Line,     false",
    "com.example.Order,      com.example.Orders,         false",
    "com.example.Order,      Order,                      false",
    "com.example.Order$Line, com.example.Order$Line,     true",
    "com.example.*,          com.example.Order,          true",
    "com.example.*,          com.example.Order$Line,     true",
    "com.example.*,          com.example.sub.Order,      false",
    "com.example.*,          com.examples.Order,         false",
    "com.example.*,          com.example,                false",
    "com.example.**,         com.example.Order,          true",
    "com.example.**,         com.example.sub.deep.Order, true",
    "com.example.**,         com.examples.Order,         false",
    "com.example.**,         com.Order,                  false",
    "com.example.**,         Unnamed,                    false",
    "Unnamed,                Unnamed,                    true",
    "größe.*,                größe.Maß,                  true"
  })
  void patternFitsWhatItSays(String pattern, String className, boolean fits) {
    assertEquals(fits, ClassNamePatterns.of(List.of(pattern)).test(className));
  }

  @Test
  void anyOfThemMayFit() {
    ClassNamePatterns patterns = ClassNamePatterns.of(List.of("a.B", "c.*", "d.**"));

    assertTrue(patterns.test("a.B"));
    assertTrue(patterns.test("c.D"));
    assertTrue(patterns.test("d.e.F"));
    assertFalse(patterns.test("a.C"));
  }

  @Test
  void noPatternsFitNothing() {
    assertFalse(ClassNamePatterns.of(List.of()).test("a.B"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "**",
        "com.*.Order",
        "com.example.",
        ".Order",
        "com..Order",
        "a b",
        "com.example.***",
        "a/b",
        "[I"
      })
  void whatIsNoPatternIsQuoted(String text) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ClassNamePatterns.of(List.of("a.B", text)));

    assertTrue(String.valueOf(e.getMessage()).contains("\"" + text + "\""), e.getMessage());
  }
}
