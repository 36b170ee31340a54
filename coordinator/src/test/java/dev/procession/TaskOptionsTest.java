package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOptionsTest {
  @Test
  void defaultsTryOnceAndLeaveTheRestToThePool() {
    TaskOptions options = TaskOptions.defaults();

    assertEquals(Optional.empty(), options.timeout());
    assertEquals(OptionalInt.empty(), options.crashRetries());
    assertEquals(0, options.retries());
    assertEquals(List.of(Throwable.class), options.retryOn());
    assertEquals(Duration.ZERO, options.retryDelay());
    assertEquals(Optional.empty(), options.name());
    assertEquals(0, options.priority());
  }

  @Test
  void eachSettingKeepsTheOthers() {
    TaskOptions options =
        TaskOptions.defaults()
            .timeout(Duration.ofSeconds(3))
            .crashRetries(1)
            .retries(2)
            .retryOn(IOException.class, TaskTimeoutException.class)
            .retryDelay(Duration.ofMillis(5))
            .name("hash")
            .priority(-4);

    assertEquals(
        "TaskOptions[name=hash, timeout=3 s, crashRetries=1, retries=2, retryDelay=5 ms,"
            + " retryOn=[IOException, TaskTimeoutException], priority=-4]",
        options.toString());
    assertEquals(0, TaskOptions.defaults().retries());
  }

  @Test
  void timeoutsAreRetriedWhereTheClassesSaySo() {
    TaskOptions options = TaskOptions.defaults().retries(1);

    assertTrue(options.retrying().scheduling().afterTimeout());
    assertTrue(options.retryOn(ProcessionException.class).retrying().scheduling().afterTimeout());
    assertEquals(false, options.retryOn(IOException.class).retrying().scheduling().afterTimeout());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines"})
  void namesAreOneLine(String name) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> TaskOptions.defaults().name(name));

    assertTrue(error.toString().contains(": name must be 1 to 200 characters"), error.toString());
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    TaskOptions options = TaskOptions.defaults();

    assertThrows(IllegalArgumentException.class, () -> options.retries(-1));
    assertThrows(IllegalArgumentException.class, () -> options.retries(1001));
    assertThrows(IllegalArgumentException.class, () -> options.priority(101));
    assertThrows(IllegalArgumentException.class, () -> options.priority(-101));
    assertThrows(IllegalArgumentException.class, () -> options.retryDelay(Duration.ofNanos(-1)));
    Exception zero =
        assertThrows(IllegalArgumentException.class, () -> options.timeout(Duration.ZERO));
    assertEquals(
        "timeout must be more than zero: the time limit of one attempt of the task; omit it for the"
            + " pool's own",
        zero.getMessage());
  }
}
