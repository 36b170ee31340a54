package dev.procession;

import dev.procession.process.job.EndedItems;
import dev.procession.process.job.JobCancelledException;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.SourceFailedException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a job: waits for results on the consumer's own thread and makes of each
 * what the stream is to hold.
 */
final class ResultSpliterator<E extends @Nullable Object>
    extends Spliterators.AbstractSpliterator<E> {
  /** Makes an element of a stream from a result. */
  interface Reading<E extends @Nullable Object> {
    /** The element for item {@code i} of them; throws to end the stream there. */
    E read(EndedItems ended, int i);
  }

  private final ResultQueue results;
  private final Reading<E> reading;

  /** Never read: keeps the pool from being collected while its results are read. */
  @SuppressWarnings("UnusedVariable")
  private final Optional<ProcessPool> pool;

  /** Owned by the consumer's thread, like {@link #next}. */
  private @Nullable EndedItems items;

  private int next;

  /** Set once, before the stream is handed out; empty for what is read to its end at once. */
  private Optional<Cleaner.Cleanable> watch = Optional.empty();

  /**
   * @param pool what is not to be taken for dropped as long as somebody reads
   */
  ResultSpliterator(ResultQueue results, Reading<E> reading, Optional<ProcessPool> pool) {
    super(Long.MAX_VALUE, Spliterator.ORDERED);
    this.results = results;
    this.reading = reading;
    this.pool = pool;
  }

  /** Has the job cancelled if this is dropped before the end. */
  void watched(Cleaner.Cleanable cleanable) {
    watch = Optional.of(cleanable);
  }

  @Override
  public boolean tryAdvance(Consumer<? super E> action) {
    try {
      return advance(action);
    } finally {
      // A reader has dropped neither this nor the pool.
      Reference.reachabilityFence(this);
    }
  }

  private boolean advance(Consumer<? super E> action) {
    EndedItems current = items;
    if (current == null || next == current.count()) {
      current = waitFor(results::take).orElse(null);
      items = current;
      next = 0;
      if (current == null) {
        watch.ifPresent(Cleaner.Cleanable::clean);
        return false;
      }
    }
    E element;
    try {
      element = reading.read(current, next);
    } catch (RuntimeException e) {
      results.cancel();
      throw e;
    }
    next++;
    action.accept(element);
    return true;
  }

  /** One of the two ways to take from a queue. */
  interface Take {
    Optional<EndedItems> take()
        throws InterruptedException, SourceFailedException, JobCancelledException;
  }

  /**
   * Takes from the queue and turns its exceptions into what a caller of the pool gets; an interrupt
   * cancels the job.
   */
  Optional<EndedItems> waitFor(Take take) {
    try {
      return take.take();
    } catch (InterruptedException e) {
      results.cancel();
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException(
              "Interrupted while waiting for results; the work was cancelled");
      cancelled.initCause(e);
      throw cancelled;
    } catch (SourceFailedException e) {
      // What was pulled before may still run.
      results.cancel();
      throw thrownBySource(e.getCause());
    } catch (JobCancelledException e) {
      throw Failures.ofPool(e.failure());
    } catch (RuntimeException | Error e) {
      // The thread is stopped, as Ctrl-C does it in JShell: nobody will take the results.
      results.cancel();
      throw e;
    }
  }

  private static RuntimeException thrownBySource(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    // An iterator throws nothing checked, unless it hides it from the compiler.
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("The source of the items failed", thrown);
  }
}
