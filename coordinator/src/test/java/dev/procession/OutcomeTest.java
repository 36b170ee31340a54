package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void aSuccessGivesItsValue() {
    Outcome<String> outcome = new Outcome.Success<>(7, "item", "value");

    assertTrue(outcome.isSuccess());
    assertEquals(7, outcome.index());
    assertEquals("item", outcome.item());
    assertEquals("value", outcome.get());
  }

  @Test
  @SuppressWarnings("NullAway") // It does not look at the argument of a type parameter.
  void aValueMayBeNull() {
    Outcome<@Nullable String> outcome = new Outcome.Success<@Nullable String>(0, "item", null);

    assertNull(outcome.get());
  }

  @Test
  void aFailureThrowsItsError() {
    var error =
        new TaskTimeoutException(
            TaskRef.item(3), new WorkerRef(0, 99), 0, Duration.ofSeconds(1), "taskTimeout", null);
    Outcome<String> outcome = new Outcome.Failure<>(3, "item", error);

    assertFalse(outcome.isSuccess());
    assertEquals(3, outcome.index());
    assertSame(error, assertThrows(TaskTimeoutException.class, outcome::get));
  }
}
