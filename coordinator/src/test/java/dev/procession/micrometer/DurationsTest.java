package dev.procession.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.micrometer.Durations.Kind;
import dev.procession.micrometer.Durations.Some;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {
  private final Durations durations = new Durations();

  @Test
  void whoeverOpensThePoolTakesTheFirst() {
    boolean mustTake = durations.add(Kind.RUN, 5, 1);

    assertFalse(mustTake);
    assertEquals(List.of(new Some(Kind.RUN, 5, 1)), durations.take());
  }

  @Test
  void nextToComeMustBeTakenByAnotherOnceNoneIsLeft() {
    durations.add(Kind.RUN, 5, 1);
    durations.take();
    boolean whileSomebodyTakes = durations.add(Kind.RUN, 6, 1);
    durations.take();

    List<Some> none = durations.take();

    assertFalse(whileSomebodyTakes);
    assertEquals(List.of(), none);
    assertTrue(durations.add(Kind.RUN, 7, 1));
    assertFalse(durations.add(Kind.RUN, 8, 1));
  }

  @Test
  void thoseThatAreTooManyAreCountedWithTheirMean() {
    for (int i = 0; i < Durations.MAX_WAITING; i++) {
      durations.add(Kind.ROUND_TRIP, 1, 1);
    }
    durations.add(Kind.RUN, 10, 3);
    durations.add(Kind.RUN, 50, 1);
    durations.add(Kind.WAIT, 7, 2);

    List<Some> taken = durations.take();

    assertEquals(
        List.of(new Some(Kind.WAIT, 7, 2), new Some(Kind.RUN, 20, 4)),
        taken.subList(Durations.MAX_WAITING, taken.size()));
  }
}
