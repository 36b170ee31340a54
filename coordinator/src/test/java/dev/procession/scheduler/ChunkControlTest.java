package dev.procession.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * How near chunks whose size follows what is measured come to the ideal schedule, whatever items
 * take, in virtual time. {@code -Dprocession.chunks.table=true} prints all of it.
 */
class ChunkControlTest {
  private static final int[] WORKERS = {2, 4, 16, 64};

  /** Of items from a microsecond to a second; they take twenty seconds. */
  private static final int WIDE_PER_WORKER = 280;

  private static final long FEWEST_PER_WORKER = 20;
  private static final int MOST_ITEMS = 1_000_000;

  /** What others have not begun is taken back after ten milliseconds; then it is on its way. */
  private static final long LONGEST_WAIT_NANOS = 12_000_000;

  private static final List<PacedCourse> COURSES = courses();

  @Test
  void theWorkTakesLittleMoreThanTheIdealTime() {
    if (Boolean.getBoolean("procession.chunks.table")) {
      printTable();
    }

    requireOfAll(course -> course.efficiency() >= leastEfficiency(course));
  }

  @Test
  void noWorkerHasNothingToDoForLongWhileSomeItemHasNotBegun() {
    requireOfAll(course -> course.longestWaitNanos() <= LONGEST_WAIT_NANOS);
  }

  @Test
  void chunksOfItemsThatTakeAlikeKeepTheirSize() {
    requireOfAll(
        course ->
            !course.work().isConstant() || isLimitedByItsSource(course) || course.swings() <= 0.02);
  }

  private static void requireOfAll(Predicate<PacedCourse> claim) {
    assertEquals(List.of(), COURSES.stream().filter(claim.negate()).toList());
  }

  private static double leastEfficiency(PacedCourse course) {
    if (isLimitedByItsSource(course)) {
      return 0.3;
    }
    return isTiny(course.work()) ? 0.9 : 0.97;
  }

  /** One thread encodes items; 64 workers do a microsecond's work faster than that. */
  private static boolean isLimitedByItsSource(PacedCourse course) {
    return isTiny(course.work()) && course.workers() == 64;
  }

  /** What a worker does besides takes 7 % of the time of such items. */
  private static boolean isTiny(PacedWork work) {
    return work.isConstant() && work.nanos(0) == PacedWork.MICROSECOND;
  }

  private static List<PacedCourse> courses() {
    List<PacedCourse> courses = new ArrayList<>();
    for (int workers : WORKERS) {
      for (PacedWork work : works(workers)) {
        for (PacedSource.Kind kind : PacedSource.Kind.values()) {
          courses.add(new PacedPool(workers).run(work, kind));
        }
      }
    }
    return List.copyOf(courses);
  }

  private static List<PacedWork> works(int workers) {
    List<PacedWork> works = new ArrayList<>();
    for (long nanos = PacedWork.MICROSECOND; nanos <= PacedWork.SECOND; nanos *= 10) {
      long items = workers * Math.max(FEWEST_PER_WORKER, PacedWork.SECOND / nanos);
      works.add(PacedWork.constant((int) Math.min(MOST_ITEMS, items), nanos));
    }
    int wide = WIDE_PER_WORKER * workers;
    works.add(PacedWork.growing(wide));
    works.add(PacedWork.shrinking(wide));
    works.add(PacedWork.cyclic(wide));
    works.add(PacedWork.quicklyCyclic(wide));
    works.add(PacedWork.random(wide));
    works.add(PacedWork.suddenlySlow(workers));
    works.add(PacedWork.suddenlyQuick(workers));
    return works;
  }

  /** The least efficiency of all kinds of sources, by work and workers, and what else there is. */
  private static void printTable() {
    Map<String, Map<Integer, Double>> least = new LinkedHashMap<>();
    for (PacedCourse course : COURSES) {
      System.out.println(course);
      least
          .computeIfAbsent(course.work().name(), name -> new TreeMap<>())
          .merge(course.workers(), course.efficiency(), Math::min);
    }
    System.out.println(
        "least part of the ideal, with so many workers: "
            + least.values().iterator().next().keySet());
    least.forEach(
        (name, efficiencies) -> {
          StringBuilder line = new StringBuilder(String.format("%-28s", name));
          efficiencies.values().forEach(e -> line.append(String.format(Locale.ROOT, "%8.3f", e)));
          System.out.println(line);
        });
  }
}
