package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SourceJobTest {
  private static final int MAX_ITEM_BYTES = 1000;

  private final List<Event> events = new ArrayList<>();
  private final SourceJob job = job(ResultQueue.Taking.TOGETHER);

  @Test
  void itemsGatherUntilTheyAreWanted() {
    job.add("a");
    job.add("b");
    assertEquals(List.of(), events);

    job.wanted(1);

    assertEquals(2, batch(0).count());
  }

  @Test
  void wantedItemsAreOfferedOneByOneAsTheyCome() {
    job.wanted(1);
    job.add("a");
    job.add("b");
    job.wanted(1);

    assertEquals(List.of(0L, 1L), List.of(batch(0).firstIndex(), batch(1).firstIndex()));
  }

  @Test
  void fewerItemsThanAreWorthAMessageWaitForMore() {
    job.resizeWindow(100);
    job.wanted(3);
    job.add("a");
    job.add("b");
    assertEquals(List.of(), events);

    job.add("c");

    assertEquals(3, batch(0).count());
  }

  @Test
  void fewerItemsThanAreWorthAMessageGoWhenNoMoreCome() {
    job.resizeWindow(100);
    job.wanted(3);
    job.add("a");

    job.endOfSource(Optional.empty());

    assertEquals(1, batch(0).count());
  }

  @Test
  void fewerItemsThanAreWorthAMessageGoWhenAWorkerHasNothingToDo() {
    job.resizeWindow(100);
    job.wanted(3);
    job.add("a");

    job.wanted(1);

    assertEquals(1, batch(0).count());
  }

  @Test
  void theEndIsSaidAfterTheLastBatch() {
    job.add("a");
    job.endOfSource(Optional.empty());
    assertEquals(List.of(), events);

    job.wanted(1);

    assertEquals(1, batch(0).count());
    assertInstanceOf(Event.JobSealed.class, events.get(1));
  }

  @Test
  void errorAfterTheEndOfTheSourceIsNotWaitedOut() {
    job.add("a");
    job.endOfSource(Optional.empty());

    job.endOfSource(Optional.of(new NoClassDefFoundError("needed to offer the last batch")));

    assertThrows(SourceFailedException.class, () -> job.results().takeUnlessFailed());
  }

  /** What encoding does when the heap is full. */
  private static final class Greedy implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) {
      throw new OutOfMemoryError("expected");
    }
  }

  @Test
  void memoryThatIsOutIsToldAfterTheResultsBeforeAsAnErrorOfTheSource() throws Exception {
    job.add("a");
    OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> job.add(new Greedy()));
    job.endOfSource(Optional.of(error));
    job.wanted(1);
    ItemBatch batch = batch(0);
    assertEquals(1, batch.count());
    job.fail(batch, 0, 1, Optional.empty(), new Failure.Cancelled());

    assertTrue(job.results().take().isPresent());
    SourceFailedException told =
        assertThrows(SourceFailedException.class, () -> job.results().take());
    assertEquals(error, told.getCause());
  }

  @Test
  void anItemThatCannotBeEncodedFailsAloneAndKeepsItsPlace() throws Exception {
    job.add("a");
    job.add("x".repeat(2 * MAX_ITEM_BYTES));
    job.add("b");
    job.endOfSource(Optional.empty());

    job.wanted(1);
    job.wanted(1);

    assertEquals(List.of(0L, 2L), List.of(batch(0).firstIndex(), batch(1).firstIndex()));
    EndedItems failed = job.results().takeUnlessFailed().orElseThrow();
    assertEquals(1, failed.firstIndex());
    assertInstanceOf(EndedItems.NotSent.class, failed);
  }

  @Test
  void theSourcesErrorReachesTheTaker() {
    IllegalStateException thrown = new IllegalStateException("source");
    new Feeder(
            MapRequest.Source.of(
                new Iterator<Object>() {
                  @Override
                  public boolean hasNext() {
                    throw thrown;
                  }

                  @Override
                  public Object next() {
                    throw new AssertionError();
                  }
                }),
            job)
        .run();

    assertEquals(thrown, assertThrows(SourceFailedException.class, job.results()::take).getCause());
  }

  @Test
  void cancellingTellsTheSchedulerAndStopsTheFeeder() {
    job.results().cancel();

    assertInstanceOf(Event.JobCancelled.class, events.get(0));
    assertTrue(job.stopping());
  }

  @Test
  void aShutdownEndsASourceThatMayHaveNoEnd() {
    SourceJob stream = job(ResultQueue.Taking.ONE_BY_ONE);
    stream.add("a");
    stream.wanted(1);

    stream.poolShutdown();
    stream.add("too late");

    assertInstanceOf(Event.BatchOffered.class, events.get(0));
    assertInstanceOf(Event.JobSealed.class, events.get(1));
    assertEquals(2, events.size());
  }

  @Test
  void aShutdownLeavesASourceThatSomebodyWaitsFor() {
    job.poolShutdown();
    job.add("a");
    job.wanted(1);

    assertEquals(1, batch(0).count());
  }

  @Test
  void theTakerLearnsThatThePoolEnded() {
    job.poolEnded(new Failure.NoWorkers(3, "report"));

    JobCancelledException ended = assertThrows(JobCancelledException.class, job.results()::take);
    assertInstanceOf(Failure.NoWorkers.class, ended.failure());
  }

  @Test
  void endOfThePoolIsNotMistakenForASourceNotReadToItsEnd() {
    List<Exception> reported = new ArrayList<>();
    job.results()
        .whenReady(
            () ->
                reported.add(
                    assertThrows(Exception.class, () -> job.results().takeUnlessFailed())));
    job.fedBy(
        new Thread() {
          @Override
          public void interrupt() {
            job.endOfSource(Optional.empty());
          }
        });

    job.poolEnded(new Failure.NoWorkers(3, "report"));

    assertEquals(1, reported.size());
    JobCancelledException ended = assertInstanceOf(JobCancelledException.class, reported.get(0));
    assertInstanceOf(Failure.NoWorkers.class, ended.failure());
  }

  @Test
  void itemThatCannotBeEncodedHasEndedToo() {
    List<Long> told = new ArrayList<>();
    SourceJob job =
        job(ResultQueue.Taking.TOGETHER, Optional.of((ended, failed) -> told.add(failed)));

    job.add(new Thread("cannot travel"));

    assertEquals(List.of(1L), told);
  }

  private SourceJob job(ResultQueue.Taking taking) {
    return job(taking, Optional.empty());
  }

  private SourceJob job(ResultQueue.Taking taking, Optional<MapRequest.ProgressListener> progress) {
    return new SourceJob(
        1,
        new FunctionDefinition(
            0, FunctionKind.FUNCTION, NumberedLoader.ofTheClassPath(), new byte[0]),
        new ItemEncoder(new NameTable(), MAX_ITEM_BYTES),
        events::add,
        new MapRequest.Delivery(ResultQueue.Order.INPUT, taking, OptionalInt.empty(), progress),
        place -> {},
        new LongAdder());
  }

  private ItemBatch batch(int event) {
    return (ItemBatch) assertInstanceOf(Event.BatchOffered.class, events.get(event)).batch();
  }
}
