package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.process.job.Feeder;
import dev.procession.process.job.FunctionDefinition;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.SourceFailedException;
import dev.procession.process.job.SourceJob;
import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Event;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The loop and the feeder meet at the batch. What one does while the other holds it is done here by
 * code that the holder runs: the encoding of an item, or the taker of an event. Neither waits for
 * the batch, so it makes no difference that it is the same thread.
 */
@Timeout(20)
class SourceJobRaceTest {
  private static final int MAX_ITEM_BYTES = 1000;
  private static final String UNENCODABLE = "x".repeat(2 * MAX_ITEM_BYTES);

  private final List<Event> events = new ArrayList<>();

  /** Used up by the first event. */
  private Runnable duringTheOffer = () -> {};

  /** Something that happens while the feeder encodes it. */
  private static final class Meanwhile implements Serializable {
    private static final long serialVersionUID = 1L;
    private final transient Runnable event;

    Meanwhile(Runnable event) {
      this.event = event;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      event.run();
    }
  }

  @Test
  void whatIsWantedWhileTheFeederEncodesIsOfferedByTheFeeder() {
    SourceJob job = job(ResultQueue.Taking.TOGETHER);

    job.add(new Meanwhile(() -> job.wanted(1)));

    assertEquals(List.of("BatchOffered"), said());
  }

  @Test
  void whatIsWantedWhileTheLastItemIsEncodedIsOfferedWithTheEnd() {
    SourceJob job = job(ResultQueue.Taking.TOGETHER);

    job.add(new Meanwhile(() -> job.wanted(1)));
    job.endOfSource(Optional.empty());

    assertEquals(List.of("BatchOffered", "JobSealed"), said());
  }

  @Test
  void whatIsWantedWhileABatchIsOfferedIsOfferedNext() {
    SourceJob job = job(ResultQueue.Taking.TOGETHER);
    job.add("a");
    job.add(UNENCODABLE);
    job.add("b");
    duringTheOffer = () -> job.wanted(1);

    job.wanted(1);

    assertEquals(List.of("BatchOffered", "BatchOffered"), said());
  }

  @Test
  void shutdownWhileTheFeederEncodesEndsTheSourceOnce() {
    SourceJob job = job(ResultQueue.Taking.ONE_BY_ONE);
    job.add(new Meanwhile(job::poolShutdown));
    assertEquals(List.of(), said());

    job.wanted(1);
    job.endOfSource(Optional.empty());

    assertEquals(List.of("BatchOffered", "JobSealed"), said());
  }

  @Test
  void shutdownWhileABatchIsOfferedEndsTheSourceOnce() {
    SourceJob job = job(ResultQueue.Taking.ONE_BY_ONE);
    job.add("a");
    duringTheOffer = job::poolShutdown;

    job.wanted(1);
    job.endOfSource(Optional.empty());

    assertEquals(List.of("BatchOffered", "JobSealed"), said());
  }

  @Test
  void aFeederThatStopsBeforeTheShutdownIsDoneDoesNotPassForTheEndOfTheSource() {
    SourceJob job = job(ResultQueue.Taking.ONE_BY_ONE);
    Feeder feeder = new Feeder(MapRequest.Source.of(Stream.iterate(0, n -> n + 1).iterator()), job);
    job.fedBy(new RunWhenInterrupted(feeder));

    job.poolShutdown();

    SourceFailedException told =
        assertThrows(SourceFailedException.class, () -> job.results().take());
    assertInstanceOf(CancellationException.class, told.getCause());
  }

  @Test
  void whatASourceThrowsWhenItIsInterruptedIsTheCauseOfTheCancellation() {
    SourceJob job = job(ResultQueue.Taking.ONE_BY_ONE);
    IllegalStateException thrown = new IllegalStateException("interrupted");
    job.fedBy(new RunWhenInterrupted(() -> job.endOfSource(Optional.of(thrown))));

    job.poolShutdown();

    SourceFailedException told =
        assertThrows(SourceFailedException.class, () -> job.results().take());
    assertEquals(thrown, assertInstanceOf(CancellationException.class, told.getCause()).getCause());
  }

  /** A feeder's thread that comes between two steps of whoever stops it. */
  private static final class RunWhenInterrupted extends Thread {
    private final Runnable feeder;

    RunWhenInterrupted(Runnable feeder) {
      this.feeder = feeder;
    }

    @Override
    public void interrupt() {
      feeder.run();
    }
  }

  @Test
  void wantedTwiceWhileOneBatchIsThereIsOneBatch() {
    SourceJob job = job(ResultQueue.Taking.TOGETHER);
    job.add("a");
    duringTheOffer = () -> job.wanted(1);

    job.wanted(1);
    job.add("b");

    assertEquals(List.of("BatchOffered", "BatchOffered"), said());
  }

  private List<String> said() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private SourceJob job(ResultQueue.Taking taking) {
    return new SourceJob(
        1,
        new FunctionDefinition(
            0, FunctionKind.FUNCTION, NumberedLoader.ofTheClassPath(), new byte[0]),
        new ItemEncoder(new NameTable(), MAX_ITEM_BYTES),
        this::take,
        new MapRequest.Delivery(
            ResultQueue.Order.INPUT, taking, OptionalInt.empty(), Optional.empty()),
        place -> {},
        new LongAdder());
  }

  private void take(Event event) {
    events.add(event);
    Runnable now = duringTheOffer;
    duringTheOffer = () -> {};
    now.run();
  }
}
