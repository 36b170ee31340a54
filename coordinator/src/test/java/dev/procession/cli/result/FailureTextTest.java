package dev.procession.cli.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.FailedItems;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FailureTextTest {
  private final FailureText text = new FailureText(Optional.empty(), false);

  @Test
  void adviceAfterATimeoutNamesTheOption() {
    assertEquals(
        "item 4 (\"x\") ran longer than its limit of 2 s in worker 0 (pid 4711) and was stopped."
            + " The limit counts from the start of the task and excludes waiting. If the task"
            + " needs longer, raise --timeout.",
        text.of("item 4 (\"x\")", FailedItems.timedOut(3, Duration.ofSeconds(2))));
  }

  @Test
  void adviceAfterACrashNamesTheOptionAndQuotesAsItWas() {
    String said = text.of("item 4", FailedItems.crashed(3, 137, "my own maxHeap"));

    assertTrue(said.contains("try fewer workers or a smaller --max-heap."), said);
    assertTrue(said.endsWith("my own maxHeap"), said);
  }
}
