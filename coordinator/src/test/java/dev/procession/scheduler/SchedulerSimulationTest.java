package dev.procession.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of pools in virtual time, each with its own kind of trouble.
 *
 * <p>{@code -Dprocession.simulation.seeds=100000} runs more of them, {@code
 * -Dprocession.simulation.seed=42} runs one and prints what happened in it.
 */
class SchedulerSimulationTest {
  private static final long SEEDS = Long.getLong("procession.simulation.seeds", 1_000);
  private static final long HUGE_SEEDS = 2;

  @Test
  void everyPoolEndsEveryItemOnceAndTerminates() {
    Long one = Long.getLong("procession.simulation.seed");

    long first = one == null ? 0 : one;
    long end = one == null ? SEEDS : one + 1;
    LongStream.range(first, end).parallel().forEach(seed -> simulate(seed, one != null));
  }

  @Tag("extended")
  @Test
  void poolsOfThousandsOfWorkersDoSoToo() {
    for (long seed = 0; seed < HUGE_SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Weather weather = Weather.of(random).huge();

      run(seed, new Simulation(random, weather, false));
    }
  }

  @Test
  void theSameSeedIsTheSameHistory() {
    SplittableRandom random = new SplittableRandom(17);
    Weather weather = Weather.of(random);

    Simulation first = new Simulation(new SplittableRandom(18), weather, true);
    Simulation second = new Simulation(new SplittableRandom(18), weather, true);
    first.run();
    second.run();

    assertEquals(first.trace(), second.trace());
  }

  private static void simulate(long seed, boolean traced) {
    SplittableRandom random = new SplittableRandom(seed);
    Weather weather = Weather.of(random);
    run(seed, new Simulation(random, weather, traced));
  }

  private static void run(long seed, Simulation simulation) {
    try {
      simulation.run();
    } catch (RuntimeException | AssertionError e) {
      simulation.trace().forEach(System.out::println);
      throw new AssertionError(
          "-Dprocession.simulation.seed=" + seed + " " + simulation.weather + ": " + e.getMessage(),
          e);
    }
  }
}
