package dev.procession.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import dev.procession.timeline.RecentTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PoolModelTest {
  private static final WorkerKey WORKER = new WorkerKey(0, 1);

  private final LivePage.Lists lists =
      new LivePage.Lists(new Ring<>(10), new Ring<>(10), new Ring<>(10));
  private final PoolModel model = new PoolModel(1, new RecentTimeline(), lists, () -> {});

  private static ExitReport exit(int code, String detail) {
    return new ExitReport(
        Optional.of(77L),
        OptionalInt.of(code),
        "its last words",
        detail,
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        List.of());
  }

  private List<String> jobs() {
    List<String> jobs = new ArrayList<>();
    model.eachJob(job -> jobs.add(job.id + ": " + job.done + ", " + job.failed));
    return jobs;
  }

  @Test
  void answersAreCountedByJob() {
    model.saw(WORKER, new WorkerObservation.ChunkSent(1, 5, 0, 3, 1));
    model.saw(WORKER, new WorkerObservation.ChunkSent(2, 6, 0, 1, 1));
    model.saw(WORKER, new WorkerObservation.ChunkAnswered(1, 3, 1, 30));
    model.saw(WORKER, new WorkerObservation.ChunkOver(1));

    assertEquals(List.of("5: 3, 1", "6: 0, 0"), jobs());
  }

  @Test
  void itemsOfAllJobsAreCountedHoweverTheyEnd() {
    model.saw(WORKER, new WorkerObservation.ChunkSent(1, 1, 0, 5, 10));
    model.saw(WORKER, new WorkerObservation.ChunkAnswered(1, 3, 1, 300));
    model.notSent(2, 0, "a thread");
    model.terminated();

    String counted = model.counted();

    assertTrue(counted.startsWith("\"done\":4,\"failed\":2,"), counted);
  }

  @Test
  void chunkIsFollowedUntilItIsOver() {
    model.saw(WORKER, new WorkerObservation.ChunkSent(1, 5, 30, 4, 1));
    model.saw(WORKER, new WorkerObservation.ChunkSent(2, 5, 37, 2, 1));
    assertEquals(OptionalLong.of(30), model.firstIndex(1));
    assertEquals(OptionalLong.of(37), model.firstIndex(2));

    model.saw(WORKER, new WorkerObservation.ChunkOver(1));
    assertEquals(OptionalLong.empty(), model.firstIndex(1));
    model.saw(WORKER, new WorkerObservation.Exited(exit(137, "")));
    assertEquals(OptionalLong.empty(), model.firstIndex(2));
  }

  @Test
  void itemThatDiedWithItsWorkerIsAFailureWithItsIndex() {
    model.failed(5, 42, 1, new Failure.Crashed(WORKER, 1, exit(139, "")));

    assertEquals(List.of("5: 1, 1"), jobs());
    String told = lists.failures().since(0).elements().get(0).json();
    assertTrue(told.startsWith("[1,5,42,1,0,"), told);
    assertTrue(told.contains("exit code 139 (signal 11)"), told);
  }

  @Test
  void itemThatCouldNotBeSentIsAFailureWithoutAWorker() {
    model.notSent(5, 42, "java.net.Socket cannot travel");

    assertEquals(List.of("5: 1, 1"), jobs());
    String told = lists.failures().since(0).elements().get(0).json();
    assertTrue(told.startsWith("[1,5,42,1,-1,"), told);
    assertTrue(told.contains("could not be sent: java.net.Socket cannot travel"), told);
  }

  @Test
  void plannedEndsAreNoCrashes() {
    model.saw(WORKER, new WorkerObservation.Exited(exit(0, "")));
    model.saw(WORKER, new WorkerObservation.Exited(exit(137, "not needed any more")));

    assertEquals(0, lists.crashes().since(0).added());
  }

  @Test
  void crashHasItsCodeAndLastWords() {
    model.saw(WORKER, new WorkerObservation.Exited(exit(137, "")));

    String told = lists.crashes().since(0).elements().get(0).json();
    assertTrue(told.contains(",137,\"\",\"its last words\"]"), told);
  }

  @Test
  void printedMarkupStaysTextAndLongLinesAreCut() {
    model.saw(WORKER, new WorkerObservation.Printed(true, "<script>" + "x".repeat(5_000)));

    String told = lists.lines().since(0).elements().get(0).json();
    assertTrue(told.contains("\\u003cscript>"), told);
    assertTrue(told.length() < 1_100, told);
  }

  @Test
  void jobsAreForgottenWhenThereAreMany() {
    for (int job = 1; job <= 500; job++) {
      model.saw(WORKER, new WorkerObservation.ChunkSent(job, job, 0, 1, 1));
    }

    List<String> jobs = jobs();
    assertEquals(100, jobs.size());
    assertEquals("500: 0, 0", jobs.get(99));
  }
}
