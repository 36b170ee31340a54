package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.process.job.MapRequest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemsInFlightTest {
  private final ItemsInFlight items = new ItemsInFlight();

  private Iterator<?> reading(Iterable<?> source) {
    return items.reading(MapRequest.Source.of(source)).items();
  }

  @Test
  void itemsAreTakenInAnyOrder() {
    Iterator<?> reading = reading(IntStream.range(0, 1000).boxed().toList());
    reading.forEachRemaining(each -> {});

    for (int i = 0; i < 1000; i++) {
      int index = i * 7 % 1000;
      assertEquals(index, items.take(index));
    }
  }

  @Test
  void anItemMayBeNull() {
    Iterator<?> reading = reading(Arrays.asList("a", null));
    reading.forEachRemaining(each -> {});

    assertNull(items.take(1));
    assertEquals("a", items.take(0));
  }

  @Test
  void itemsThatAreTakenAreForgotten() {
    Iterator<?> reading = reading(IntStream.range(0, 256).boxed().toList());
    reading.forEachRemaining(each -> {});
    IntStream.range(0, 256).forEach(items::take);

    assertThrows(AssertionError.class, () -> items.take(0));
  }
}
