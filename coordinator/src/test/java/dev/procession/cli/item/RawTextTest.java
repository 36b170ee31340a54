package dev.procession.cli.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RawTextTest {
  private static final String CAFE = "caf\udce9";

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "ünï", "\ud83d\udc80", "a\ud83d\ude00b", "\ufffd", "\0"})
  void textIsUtf8(String text) {
    assertTrue(RawText.isUtf8(text));
    assertEquals(text, RawText.decode(text.getBytes(UTF_8)));
    assertArrayEquals(text.getBytes(UTF_8), RawText.encode(text));
    assertEquals(text, RawText.shown(text));
  }

  @Test
  void bytesThatAreNotUtf8AreKept() {
    byte[] bytes = {'c', 'a', 'f', (byte) 0xE9};

    assertEquals(CAFE, RawText.decode(bytes));
    assertArrayEquals(bytes, RawText.encode(CAFE));
    assertFalse(RawText.isUtf8(CAFE));
    assertEquals("caf\\xE9", RawText.shown(CAFE));
    assertEquals("\ud83d\udc80\\x80", RawText.shown("\ud83d\udc80\udc80"));
  }

  @Test
  void anyBytesComeBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, RawText.encode(RawText.decode(bytes)), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/",
        "a/b",
        "/a/b",
        "ü/x",
        CAFE,
        "/" + CAFE,
        "x/" + CAFE,
        CAFE + "/y",
        "a b%#?/" + CAFE
      })
  void pathHasItsNameByteForByte(String name) {
    Path path = RawText.path(name);

    assertEquals(name, RawText.nameOf(path));
    assertEquals(name.startsWith("/"), path.isAbsolute());
  }

  @Test
  void pathIsNormalAsAnyOther() {
    assertEquals("/a/" + CAFE, RawText.nameOf(RawText.path("//a///" + CAFE + "/")));
    assertEquals("../" + CAFE, RawText.nameOf(RawText.path("../" + CAFE)));
    assertEquals(RawText.path("x/" + CAFE), RawText.path("x").resolve(RawText.path(CAFE)));
  }

  @Test
  void nameThatNoFileCanHaveIsRefused() {
    assertThrows(InvalidPathException.class, () -> RawText.path("a\0b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "\u007f\u0080\u07ff\u0800\uffff",
        "\ud83d\ude00",
        "\udc80\udcff",
        "a\ud83d",
        "\udc00b",
        "\ud83d\udc80\udc80",
        "\ud83d\ud83d\ude00\udce9"
      })
  void lengthIsThatOfTheBytes(String text) {
    assertEquals(RawText.encode(text).length, RawText.encodedLength(text));
  }
}
