package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.job.ResultQueue.Order;
import dev.procession.process.job.ResultQueue.Taking;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Failure;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ResultQueueTest {
  private final AtomicInteger cancels = new AtomicInteger();
  private final Window window = new Window(OptionalInt.of(1000));

  @Test
  void resultsAreTakenInInputOrder() throws Exception {
    ResultQueue queue = queue(Order.INPUT);
    queue.put(values(2, "c"));
    queue.put(values(0, "a", "b"));

    assertEquals(0, queue.take().orElseThrow().firstIndex());
    assertEquals(2, queue.take().orElseThrow().firstIndex());
  }

  @Test
  void aSlowItemDoesNotHoldUpTheSource() throws Exception {
    Window automatic = new Window(OptionalInt.empty());
    ResultQueue queue =
        new ResultQueue(Order.INPUT, Taking.ONE_BY_ONE, automatic, () -> {}, () -> {});
    int pulled = automatic.enter(1000);
    for (int i = 1; i < pulled; i++) {
      queue.put(values(i, "later"));
    }

    int more = automatic.enter(1000);

    assertEquals(pulled - 1, more);
    queue.put(values(0, "slow"));
    for (int i = 0; i < pulled; i++) {
      assertEquals(i, queue.take().orElseThrow().firstIndex());
    }
  }

  @Test
  void resultsAreTakenAsTheyComeWhereOrderDoesNotMatter() throws Exception {
    ResultQueue queue = queue(Order.COMPLETION);
    queue.put(values(2, "c"));
    queue.put(values(0, "a", "b"));

    assertEquals(2, queue.take().orElseThrow().firstIndex());
    assertEquals(0, queue.take().orElseThrow().firstIndex());
  }

  @Test
  void endsWhenAllItemsOfTheSourceAreTaken() throws Exception {
    ResultQueue queue = queue(Order.INPUT);
    queue.put(values(0, "a"));
    queue.seal(1, Optional.empty());

    assertTrue(queue.take().isPresent());
    assertTrue(queue.take().isEmpty());
    assertTrue(queue.take().isEmpty());
  }

  @Test
  void theSourcesFailureComesAfterTheItemsBeforeIt() throws Exception {
    ResultQueue queue = queue(Order.INPUT);
    IllegalStateException thrown = new IllegalStateException("source");
    queue.seal(1, Optional.of(thrown));
    queue.put(values(0, "a"));

    assertTrue(queue.take().isPresent());
    assertEquals(thrown, assertThrows(SourceFailedException.class, queue::take).getCause());
  }

  @Test
  void aFailureIsSeenBeforeTheResultsAheadOfIt() throws Exception {
    ResultQueue queue = queueOfAll();
    queue.put(ended(5, new Answer.Threw(new IllegalStateException())));

    assertEquals(5, queue.takeUnlessFailed().orElseThrow().firstIndex());
  }

  @Test
  void saysWhenAllResultsAreThere() throws Exception {
    AtomicInteger ready = new AtomicInteger();
    ResultQueue queue = queueOfAll();
    queue.whenReady(ready::incrementAndGet);
    queue.put(values(1, "b"));
    queue.seal(2, Optional.empty());
    assertEquals(0, ready.get());

    queue.put(values(0, "a"));

    assertEquals(1, ready.get());
    assertEquals(0, queue.takeUnlessFailed().orElseThrow().firstIndex());
    queue.whenReady(ready::incrementAndGet);
    assertEquals(2, ready.get());
  }

  @Test
  void saysThatItIsReadyOnceHoweverItEnds() {
    AtomicInteger ready = new AtomicInteger();
    ResultQueue failed = queueOfAll();
    failed.whenReady(ready::incrementAndGet);
    failed.put(ended(5, new Answer.Threw(new IllegalStateException())));
    failed.cancel();
    assertEquals(1, ready.get());

    ResultQueue cancelled = queueOfAll();
    cancelled.whenReady(ready::incrementAndGet);
    cancelled.cancel();
    assertEquals(2, ready.get());

    ResultQueue empty = queueOfAll();
    empty.whenReady(ready::incrementAndGet);
    empty.seal(0, Optional.of(new IllegalStateException("source")));
    assertEquals(3, ready.get());
  }

  @Test
  void aFailureOfTheSourceIsSeenBeforeTheResultsAheadOfIt() throws Exception {
    ResultQueue queue = queueOfAll();
    IllegalStateException thrown = new IllegalStateException("source");
    queue.seal(2, Optional.of(thrown));
    queue.put(ended(1, new Answer.Threw(new IllegalStateException("later"))));

    assertEquals(
        thrown, assertThrows(SourceFailedException.class, queue::takeUnlessFailed).getCause());
  }

  @Test
  void theFailureSeenFirstIsThatOfAnItemWhereTheSourceFailsLater() throws Exception {
    ResultQueue queue = queueOfAll();
    queue.put(ended(5, new Answer.Threw(new IllegalStateException())));
    queue.seal(7, Optional.of(new IllegalStateException("source")));

    assertEquals(5, queue.takeUnlessFailed().orElseThrow().firstIndex());
  }

  @Test
  void anExceptionThatIsAValueIsNoFailure() throws Exception {
    ResultQueue queue = queue(Order.INPUT);
    queue.put(ended(0, new IllegalStateException("returned, not thrown")));

    assertInstanceOf(IllegalStateException.class, answered(queue.takeUnlessFailed()).element(0));
  }

  @Test
  void cancellingWakesTheTakerAndTellsThePoolOnce() {
    ResultQueue queue = queue(Order.INPUT);
    queue.put(values(0, "a"));

    queue.cancel();
    queue.cancel();

    JobCancelledException ended = assertThrows(JobCancelledException.class, queue::take);
    assertInstanceOf(Failure.Cancelled.class, ended.failure());
    assertEquals(1, cancels.get());
  }

  @Test
  void whatIsTakenLeavesTheWindowWithTheNextTake() throws Exception {
    ResultQueue queue = queue(Order.INPUT);
    window.enter(1000);
    queue.put(values(0, "a", "b"));
    queue.seal(2, Optional.empty());

    queue.take();
    queue.take();

    assertEquals(2, window.enter(1000));
  }

  @Test
  void whatIsWantedTogetherLeavesTheWindowAsItComes() throws Exception {
    ResultQueue queue = queueOfAll();
    window.enter(1000);

    queue.put(values(0, "a", "b"));

    assertEquals(2, window.enter(1000));
  }

  @Test
  void whoWantsAllIsNotWokenBeforeAllAreThere() throws Exception {
    ResultQueue queue = queueOfAll();
    CompletableFuture<Long> taking =
        CompletableFuture.supplyAsync(() -> takeFrom(queue).firstIndex());
    queue.put(values(0, "a"));
    queue.seal(3, Optional.empty());
    assertFalse(taking.isDone());

    queue.put(values(1, "b", "c"));

    assertEquals(0, taking.get(10, TimeUnit.SECONDS));
    assertTrue(queue.take().isPresent());
    assertTrue(queue.take().isEmpty());
  }

  private static EndedItems takeFrom(ResultQueue queue) {
    try {
      return queue.take().orElseThrow();
    } catch (InterruptedException | SourceFailedException | JobCancelledException e) {
      throw new AssertionError(e);
    }
  }

  private static EndedItems.Answered answered(Optional<EndedItems> taken) {
    return assertInstanceOf(EndedItems.Answered.class, taken.orElseThrow());
  }

  private ResultQueue queue(Order order) {
    return new ResultQueue(order, Taking.ONE_BY_ONE, window, cancels::incrementAndGet, () -> {});
  }

  private ResultQueue queueOfAll() {
    return new ResultQueue(
        Order.INPUT, Taking.TOGETHER, window, cancels::incrementAndGet, () -> {});
  }

  private static EndedItems values(long firstIndex, String... values) {
    return ended(firstIndex, (Object[]) values);
  }

  private static EndedItems ended(long firstIndex, @Nullable Object... elements) {
    int firstFailure = elements.length;
    for (int i = elements.length - 1; i >= 0; i--) {
      firstFailure = elements[i] instanceof Answer ? i : firstFailure;
    }
    return new EndedItems.Answered(
        firstIndex,
        elements.length,
        new Answers(elements, firstFailure, 10),
        0,
        new WorkerIdentity(0, 1));
  }
}
