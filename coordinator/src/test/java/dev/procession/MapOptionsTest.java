package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapOptionsTest {
  @Test
  void defaultsLeaveEverythingToThePool() {
    MapOptions options = MapOptions.defaults();

    assertEquals(OptionalInt.empty(), options.chunkSize());
    assertFalse(options.isUnordered());
    assertEquals(Optional.empty(), options.taskTimeout());
    assertEquals(OptionalInt.empty(), options.crashRetries());
    assertEquals(OptionalInt.empty(), options.window());
    assertEquals(Optional.empty(), options.onProgress());
  }

  @Test
  void eachSettingKeepsTheOthers() {
    Consumer<Object> consumer = progress -> {};

    MapOptions options =
        MapOptions.defaults()
            .chunkSize(10)
            .unordered()
            .taskTimeout(Duration.ofSeconds(3))
            .crashRetries(1)
            .window(500)
            .onProgress(consumer);

    assertEquals(OptionalInt.of(10), options.chunkSize());
    assertTrue(options.isUnordered());
    assertEquals(Optional.of(Duration.ofSeconds(3)), options.taskTimeout());
    assertEquals(OptionalInt.of(1), options.crashRetries());
    assertEquals(OptionalInt.of(500), options.window());
    assertSame(consumer, options.onProgress().orElseThrow());
  }

  @Test
  void aSettingChangesNoOtherObject() {
    MapOptions before = MapOptions.defaults().chunkSize(10);

    MapOptions after = before.chunkSize(20);

    assertEquals(OptionalInt.of(10), before.chunkSize());
    assertEquals(OptionalInt.of(20), after.chunkSize());
    assertEquals(OptionalInt.empty(), MapOptions.defaults().chunkSize());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1 << 24})
  void chunkSizesOutOfRangeAreRefused(int items) {
    var error =
        assertThrows(IllegalArgumentException.class, () -> MapOptions.defaults().chunkSize(items));

    assertEquals(
        "chunkSize must be 1 to 16777215, not "
            + items
            + ": the number of items sent together; omit it for automatic chunks",
        error.getMessage());
  }

  @Test
  void otherSettingsOutOfRangeAreRefused() {
    MapOptions options = MapOptions.defaults();

    assertThrows(IllegalArgumentException.class, () -> options.window(0));
    assertThrows(IllegalArgumentException.class, () -> options.crashRetries(-1));
    assertThrows(IllegalArgumentException.class, () -> options.taskTimeout(Duration.ZERO));
  }

  @Test
  void theTextSaysWhatWasSet() {
    assertEquals(
        "MapOptions[chunkSize=automatic, ordered, taskTimeout=the pool's,"
            + " crashRetries=the pool's, window=automatic]",
        MapOptions.defaults().toString());
    assertEquals(
        "MapOptions[chunkSize=5, unordered, taskTimeout=1.5 s, crashRetries=2, window=9]",
        MapOptions.defaults()
            .chunkSize(5)
            .unordered()
            .taskTimeout(Duration.ofMillis(1500))
            .crashRetries(2)
            .window(9)
            .toString());
  }
}
