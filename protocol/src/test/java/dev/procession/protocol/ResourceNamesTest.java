package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "com/example/Order$Line.class",
        "META-INF/services/a.B",
        "a/..b/c..",
        "a/.hidden",
        "a/b:c.txt",
        "größe.txt"
      })
  void pathsBelowMayBeAskedFor(String name) {
    assertTrue(ResourceNames.isProper(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "\\a",
        "..",
        "../a",
        "a/../../b",
        "a\\..\\..\\b",
        "a/..",
        "C:\\a",
        "file:/a",
        "jar:file:/a.jar!/b",
        "http://host/a",
        "a\0b"
      })
  void whatLeadsElsewhereMayNot(String name) {
    assertFalse(ResourceNames.isProper(name));
  }

  @Test
  void namesHaveTheLengthOfPaths() {
    assertTrue(ResourceNames.isProper("a".repeat(ResourceNames.MAX_CHARS)));
    assertFalse(ResourceNames.isProper("a".repeat(ResourceNames.MAX_CHARS + 1)));
  }
}
