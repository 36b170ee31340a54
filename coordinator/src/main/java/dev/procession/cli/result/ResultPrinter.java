package dev.procession.cli.result;

import dev.procession.cli.item.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes results to stdout, each as soon as it is available, and many at a time if they arrive
 * fast.
 *
 * <p>A separate thread writes the results collected since its last write, which was a millisecond
 * ago or longer. So nothing waits for a buffer to fill, a million results cost neither a million
 * writes nor as many wake-ups, and a slow reader of stdout costs one large write. The buffer is
 * limited: {@link #print} waits while it is full.
 */
public final class ResultPrinter implements AutoCloseable {
  private static final int MAX_GATHERED_BYTES = 1 << 20;
  private static final int MAX_GATHERED_STEPS = 1 << 14;
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final OutputStream out;
  private final Runnable onWritten;
  private final Consumer<IOException> onFailure;
  private final ReentrantLock lock = new ReentrantLock();

  /** There is the first result since the last write, no room for more, or the end. */
  private final Condition writable = lock.newCondition();

  /** There is room again, or a failure. */
  private final Condition room = lock.newCondition();

  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by lock.
  private Batch gathered = new Batch(new ByteArrayOutputStream(), new ArrayList<>());
  private boolean closing;
  private @Nullable IOException failure;

  /**
   * The results of one write.
   *
   * @param lines the lines
   * @param afterwards the actions to run once they are written
   */
  private record Batch(ByteArrayOutputStream lines, List<Runnable> afterwards) {
    boolean isEmpty() {
      return lines.size() == 0 && afterwards.isEmpty();
    }

    boolean isFull() {
      return lines.size() >= MAX_GATHERED_BYTES || afterwards.size() >= MAX_GATHERED_STEPS;
    }
  }

  /**
   * Starts the thread that writes.
   *
   * @param out where results go
   * @param onWritten run on the writing thread after each write and the steps that follow it
   * @param onFailure told once, on the writing thread, when nothing more can be written
   */
  public ResultPrinter(OutputStream out, Runnable onWritten, Consumer<IOException> onFailure) {
    this.out = out;
    this.onWritten = onWritten;
    this.onFailure = onFailure;
    Thread thread = new Thread(this::write, "procession-stdout");
    thread.setDaemon(true);
    thread.start();
  }

  /** Prints a line; does nothing after a failure, which has been reported. */
  void print(String line) {
    print(RawText.encode(line + "\n"));
  }

  /** Prints bytes as they are; after a failure it does nothing. */
  void print(byte[] bytes) {
    gather(batch -> batch.lines().write(bytes, 0, bytes.length));
  }

  /**
   * Runs a quick action on the writing thread once everything printed before is written; never, if
   * that fails.
   */
  void afterwards(Runnable step) {
    gather(batch -> batch.afterwards().add(step));
  }

  /** Waits until everything printed is written, or cannot be. */
  @Override
  public void close() {
    finish(Long.MAX_VALUE);
  }

  /** As {@link #close}, but waits for a blocked reader of stdout only up to a limit. */
  public void finish(long patienceMillis) {
    lock.lock();
    try {
      closing = true;
      writable.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      boolean written = ended.await(patienceMillis, TimeUnit.MILLISECONDS);
      assert written || patienceMillis < Long.MAX_VALUE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather(Consumer<Batch> addition) {
    lock.lock();
    try {
      while (gathered.isFull() && failure == null && !closing) {
        room.awaitUninterruptibly();
      }
      if (failure == null) {
        boolean isFirst = gathered.isEmpty();
        addition.accept(gathered);
        if (isFirst || gathered.isFull()) {
          writable.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      long earliestNanos = System.nanoTime();
      while (true) {
        Batch batch = nextBatch(earliestNanos);
        if (batch == null) {
          return;
        }
        earliestNanos = System.nanoTime() + MIN_INTERVAL_NANOS;
        batch.lines().writeTo(out);
        out.flush();
        batch.afterwards().forEach(Runnable::run);
        onWritten.run();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      throw new AssertionError("Nobody interrupts this thread", e);
    } finally {
      ended.countDown();
    }
  }

  /** Waits for results, and until it is time to write them; null at the end. */
  private @Nullable Batch nextBatch(long earliestNanos) throws InterruptedException {
    lock.lock();
    try {
      while (gathered.isEmpty()) {
        if (closing) {
          return null;
        }
        writable.await();
      }
      long waitNanos = earliestNanos - System.nanoTime();
      while (waitNanos > 0 && !gathered.isFull() && !closing) {
        waitNanos = writable.awaitNanos(waitNanos);
      }
      Batch batch = gathered;
      gathered = new Batch(new ByteArrayOutputStream(batch.lines().size()), new ArrayList<>());
      room.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException e) {
    lock.lock();
    try {
      failure = e;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    onFailure.accept(e);
  }
}
