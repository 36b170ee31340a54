package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.ResultQueue.Order;
import dev.procession.process.ResultQueue.Taking;
import dev.procession.protocol.codec.Answer;
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
    queue.put(segment(5, new Answer.Threw(new IllegalStateException())));

    assertEquals(5, queue.takeUnlessFailed().orElseThrow().firstIndex());
  }

  @Test
  void anExceptionThatIsAValueIsNoFailure() throws Exception {
    ResultQueue queue = queue(Order.INPUT);
    queue.put(segment(0, new IllegalStateException("returned, not thrown")));

    assertInstanceOf(
        IllegalStateException.class, queue.takeUnlessFailed().orElseThrow().element(0));
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

  private static Segment takeFrom(ResultQueue queue) {
    try {
      return queue.take().orElseThrow();
    } catch (InterruptedException | SourceFailedException | JobCancelledException e) {
      throw new AssertionError(e);
    }
  }

  private ResultQueue queue(Order order) {
    return new ResultQueue(order, Taking.ONE_BY_ONE, window, cancels::incrementAndGet);
  }

  private ResultQueue queueOfAll() {
    return new ResultQueue(Order.INPUT, Taking.TOGETHER, window, cancels::incrementAndGet);
  }

  private static Segment values(long firstIndex, String... values) {
    return segment(firstIndex, (Object[]) values);
  }

  private static Segment segment(long firstIndex, @Nullable Object... elements) {
    int firstFailure = elements.length;
    for (int i = elements.length - 1; i >= 0; i--) {
      firstFailure = elements[i] instanceof Answer ? i : firstFailure;
    }
    return Segment.answered(
        firstIndex,
        elements.length,
        new Answers(elements, firstFailure, 10),
        0,
        new WorkerIdentity(0, 1));
  }
}
