package dev.procession.timeline;

import static dev.procession.timeline.Sightings.MICRO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.WorkerKey;
import dev.procession.timeline.History.ChunkEnd;
import dev.procession.timeline.History.ChunkSpan;
import dev.procession.timeline.History.Ending;
import dev.procession.timeline.History.ProcessSpan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Sightings seen = Sightings.unlimited();

  @Test
  void chunkRunsFromWhenItWasSentToItsLastAnswer() {
    seen.started(0, 1, 77).at(100).sent(1, 20, 5).at(130).answered(1, 3, 1);
    seen.at(150).answered(1, 2, 0).over(1);

    ChunkSpan chunk = seen.lane().chunks().get(0);
    assertEquals(100 * MICRO, chunk.begun());
    assertEquals(150 * MICRO, chunk.over());
    assertEquals(77, chunk.pid());
    assertEquals(24, chunk.last());
    assertEquals(
        new History.Answers(5, 1, 2 * MICRO, ChunkEnd.DONE, OptionalLong.empty()), chunk.answers());
  }

  @Test
  void chunkThatWaitsBehindAnotherRunsFromTheEndOfThat() {
    seen.started(0, 1, 77).at(10).sent(1, 0, 1).at(11).sent(2, 1, 1);
    seen.at(50).done(1, 1).at(80).done(2, 1);

    ChunkSpan second = seen.lane().chunks().get(1);
    assertEquals(
        List.of(11 * MICRO, 50 * MICRO, 80 * MICRO),
        List.of(second.sent(), second.begun(), second.over()));
  }

  @Test
  void chunkThatIsTakenBackWholeIsNotShown() {
    seen.started(0, 1, 77).at(10).sent(1, 0, 1).sent(2, 1, 1).at(20).over(2).at(30).done(1, 1);

    assertEquals(List.of(0L), seen.lane().chunks().stream().map(ChunkSpan::first).toList());
    assertEquals(10 * MICRO, seen.lane().chunks().get(0).begun());
  }

  @Test
  void itemThatWasRunningWhenItsProcessEndedIsLost() {
    seen.started(0, 1, 77).at(10).sent(1, 40, 4).sent(2, 44, 4).at(20).answered(1, 2, 0);
    seen.at(30).see(new WorkerObservation.ItemLost(1, 2)).over(1).over(2);
    seen.see(Sightings.exit(77, 137, ""));

    assertEquals(1, seen.lane().chunks().size());
    History.Answers answers = seen.lane().chunks().get(0).answers();
    assertEquals(ChunkEnd.LOST, answers.end());
    assertEquals(OptionalLong.of(42), answers.lostIndex());
    ProcessSpan process = seen.lane().processes().get(0);
    assertEquals(Ending.LOST, process.ending());
    assertEquals("exit code 137 (signal 9)", process.detail());
  }

  @Test
  void processThatExitsWithZeroInTheMiddleOfAnItemIsLost() {
    seen.started(0, 1, 77).sent(1, 0, 1).see(new WorkerObservation.ItemLost(1, 0)).over(1);
    seen.see(Sightings.exit(77, 0, ""));

    assertEquals(Ending.LOST, seen.lane().processes().get(0).ending());
  }

  @Test
  void processThatIsReplacedHasASuccessorInTheSameLane() {
    seen.started(0, 1, 77).at(50).see(0, 2, new WorkerObservation.Launching());
    seen.at(90).see(0, 2, new WorkerObservation.Ready(78));
    seen.at(95).see(Sightings.exit(77, 0, ""));

    assertEquals(1, seen.history().lanes().size());
    ProcessSpan first = seen.lane().processes().get(0);
    ProcessSpan second = seen.lane().processes().get(1);
    assertEquals(Ending.PLANNED, first.ending());
    assertEquals(OptionalLong.of(95 * MICRO), first.gone());
    assertEquals(
        new ProcessSpan(
            2,
            78,
            Optional.empty(),
            50 * MICRO,
            OptionalLong.of(90 * MICRO),
            OptionalLong.empty(),
            Ending.NOT_YET,
            ""),
        second);
  }

  @Test
  void processThatThePoolKillsHavingNoUseForItIsNotLost() {
    seen.see(new WorkerObservation.Launching()).see(Sightings.exit(77, 137, "is no longer needed"));

    ProcessSpan process = seen.lane().processes().get(0);
    assertEquals(Ending.KILLED, process.ending());
    assertEquals("exit code 137 (signal 9); is no longer needed", process.detail());
    assertTrue(process.ready().isEmpty());
  }

  @Test
  void processThatThePoolKillsWhileItRunsAnItemIsNoCrash() {
    seen.started(0, 1, 77).at(10).sent(1, 40, 4);
    seen.at(30).see(new WorkerObservation.ItemLost(1, 2)).over(1);
    seen.see(Sightings.exit(77, 137, "was killed because the pool was shut down"));

    assertEquals(Ending.KILLED, seen.lane().processes().get(0).ending());
  }

  @Test
  void chunkThatIsSentToADeadProcessIsNotShown() {
    seen.started(0, 1, 77).at(10).see(Sightings.exit(77, 1, "")).at(11).sent(1, 0, 1).at(99);

    assertEquals(List.of(), seen.lane().chunks());
  }

  @Test
  void chunkThatRunsIsShownUpToNow() {
    seen.started(0, 1, 77).at(10).sent(1, 0, 1).at(12).sent(2, 1, 1).at(60);

    List<ChunkSpan> chunks = seen.lane().chunks();
    assertEquals(1, chunks.size());
    assertEquals(60 * MICRO, chunks.get(0).over());
    assertEquals(ChunkEnd.NOT_YET, chunks.get(0).answers().end());
  }

  @Test
  void workerCannotBeBusyForLongerThanItHadTheChunk() {
    seen.started(0, 1, 77).at(10).sent(1, 0, 2);
    seen.at(20).see(new WorkerObservation.ChunkAnswered(1, 1, 0, Long.MAX_VALUE));
    seen.at(30).see(new WorkerObservation.ChunkAnswered(1, 1, 0, Long.MAX_VALUE)).over(1);

    assertEquals(20 * MICRO, seen.lane().chunks().get(0).answers().busyNanos());
  }

  @Test
  void chunksBeyondTheLimitAreCountedAndNotKept() {
    Sightings few = new Sightings(new Timeline.Limits(2, 10)).started(0, 1, 77);

    for (int chunk = 1; chunk <= 5; chunk++) {
      few.at(10L * chunk).sent(chunk, chunk, 1).done(chunk, 1);
    }

    assertEquals(2, few.lane().chunks().size());
    assertEquals(new History.LeftOut(3, OptionalLong.of(30 * MICRO), 0), few.history().leftOut());
  }

  @Test
  void processesBeyondTheLimitAreCountedAndNotKept() {
    Sightings few = new Sightings(new Timeline.Limits(10, 2));

    for (int generation = 1; generation <= 5; generation++) {
      few.started(0, generation, 70 + generation).see(0, generation, Sightings.exit(70, 0, ""));
    }

    assertEquals(2, few.lane().processes().size());
    assertEquals(3, few.history().leftOut().processes());
  }

  @Test
  void messagesAreNotDrawn() {
    seen.see(new WorkerObservation.FrameSent(77, new ToWorker.Bye()));
    seen.see(new WorkerObservation.FrameReceived(77, new ToCoordinator.Ready(), 8));

    assertEquals(List.of(), seen.history().lanes());
  }

  @Test
  void poolsHaveLanesOfTheirOwn() {
    WorkerObserver second = seen.started(0, 1, 77).started(1, 1, 78).timeline.get();
    second.saw(new WorkerKey(0, 1), new WorkerObservation.Launching());

    assertEquals(
        List.of("1/0", "1/1", "2/0"),
        seen.history().lanes().stream().map(lane -> lane.pool() + "/" + lane.worker()).toList());
  }
}
