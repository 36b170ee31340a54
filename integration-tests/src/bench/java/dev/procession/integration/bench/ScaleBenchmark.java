package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procession.integration.NothingLeft;
import dev.procession.integration.bench.program.ManyProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many workers and many items: what an item costs, and what the coordinator's heap holds. */
@Tag(NothingLeft.LONG)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class ScaleBenchmark {
  private static final int WORKERS = 64;
  private static final int STEPS = 10;
  private static final int STEP_ITEMS = 1_000_000;

  /** What there is after the first step, and half as much again. */
  private static final double GROWTH = 1.5;

  @Test
  void heapOfTheCoordinatorDoesNotGrowWithTheItems() throws Exception {
    assumeTrue(Choice.fromProperty().includes("scale"));
    int items = Scale.fromProperties().items(STEP_ITEMS);
    List<Double> held = new ArrayList<>();
    Entrant.Opening opening =
        LineProgram.java(List.of("-Xmx64m"), ManyProgram.class.getName(), WORKERS, items);

    try (Contender program = opening.open()) {
      for (int step = 1; step <= STEPS; step++) {
        double seconds = program.round();
        held.add(program.round());
        say(step, items, seconds, held.get(held.size() - 1));
      }
    }

    assertTrue(held.get(STEPS - 1) <= GROWTH * held.get(0), held::toString);
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private static void say(int step, int items, double seconds, double bytes) {
    System.out.printf(
        Locale.ROOT,
        "%d workers, %,d items: %.3f us each, %.1f MiB of heap%n",
        WORKERS,
        (long) step * items,
        Unit.MICROSECONDS.of(seconds),
        Unit.MEBIBYTES.of(bytes));
  }
}
