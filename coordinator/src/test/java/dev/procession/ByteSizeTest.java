package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "64k, 65536",
    "256m, 268435456",
    "1g, 1073741824",
    "1G, 1073741824",
    "2t, 2199023255552",
    "' 8m ', 8388608"
  })
  void sizesAreReadAsTheJvmReadsThem(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text).bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.5g", "1 g", "10mb", "1kk", "0x10", "١m", "many"})
  void otherTextIsRefusedWithAnExample(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));

    assertEquals(
        "'"
            + text
            + "' is not a size: write a whole number and at most one of k, m, g, t,"
            + " such as 64k, 256m or 1g",
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9000000t", "999999999999999999g"})
  void sizesBeyondALongAreRefused(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));

    assertTrue(
        String.valueOf(error.getMessage()).contains("is more than 9223372036854775807 bytes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1000", "64k", "256m", "1g", "1025k", "3t", "4096t"})
  void writtenSizesAreReadBack(String text) {
    assertEquals(text, ByteSize.parse(text).toString());
  }

  @Test
  void theLargestUnitThatFitsIsWritten() {
    assertEquals("1g", new ByteSize(1L << 30).toString());
    assertEquals("1025", new ByteSize(1025).toString());
  }

  @Test
  void negativeSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ByteSize(-1));
  }
}
