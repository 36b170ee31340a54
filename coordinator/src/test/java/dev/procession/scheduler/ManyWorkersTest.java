package dev.procession.scheduler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A thousand workers at one scheduler, as on many hosts, in virtual time. */
class ManyWorkersTest {
  private static final int WORKERS = 1_000;

  @Test
  void aThousandWorkersAreKeptBusyWithFewMessages() {
    int items = 300 * WORKERS;
    PacedWork work = PacedWork.constant(items, PacedWork.SECOND / 1_000);

    PacedCourse course = new PacedPool(WORKERS).run(work, PacedSource.Kind.LIST);

    assertTrue(course.efficiency() >= 0.8, course::toString);
    assertTrue(course.chunkSizes().size() <= items / 15, course::toString);
  }
}
