package dev.procession.cli.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PacedItemsTest {
  @Test
  void delayMayBeLongerThanALongCanCount() {
    PacedItems paced =
        new PacedItems(
            List.of("a", "b"), Optional.of(Duration.ofDays(999_999_999)), OptionalDouble.empty());

    assertEquals("a", paced.iterator().next());
  }
}
