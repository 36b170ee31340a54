package dev.procession.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ways are fakes that say how long they took. */
final class TimingTest {
  private static final List<String> FIVE = List.of("a", "b", "c", "d", "e");

  @Test
  void longWorkIsDoneOnceAfterAPartOfIt() {
    List<Integer> sizes = new ArrayList<>();

    Timing timing =
        Timing.of(
            items -> {
              sizes.add(items.size());
              return new TimedRun(items.size() * 1_000_000_000L, 7, 8, List.of());
            },
            FIVE,
            MeasuringTime.USUAL);

    assertEquals(List.of(2, 5), sizes);
    assertEquals(new Timing(5_000_000_000L, 7, 8, 1), timing);
  }

  @Test
  void warmUpTakesMoreItemsUntilItTakesLongEnough() {
    List<Integer> sizes = new ArrayList<>();

    Timing.of(
        items -> {
          sizes.add(items.size());
          return new TimedRun(items.size() * 30_000_000L, 7, 8, List.of());
        },
        FIVE,
        MeasuringTime.USUAL);

    assertEquals(List.of(2, 4, 5), sizes.subList(0, 3));
  }

  @Test
  void shortWorkIsDoneInRoundsAndTheMiddleOneCounts() {
    List<Long> walls = new ArrayList<>(List.of(400_000_000L));
    IntStream.of(5, 1, 9, 2, 8, 3, 7, 4, 6).forEach(i -> walls.add(i * 1_000L));

    Timing timing =
        Timing.of(
            items -> {
              long wall = walls.remove(0);
              return new TimedRun(wall, wall / 2, wall - 1, List.of());
            },
            FIVE,
            MeasuringTime.USUAL);

    assertEquals(new Timing(5_000, 2_500, 4_999, 9), timing);
    assertEquals(List.of(), walls);
  }

  @Test
  void warmUpOfWorkThatTakesNoTimeEnds() {
    assertEquals(
        new Timing(1, 0, 0, 9),
        Timing.of(items -> new TimedRun(0, 0, 0, List.of()), FIVE, MeasuringTime.USUAL));
  }
}
