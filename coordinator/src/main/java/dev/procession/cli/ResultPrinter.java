package dev.procession.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes results to stdout, each as soon as it is there and many at a time when they come fast.
 *
 * <p>A thread of its own writes whatever has gathered since its last write. So nothing waits for a
 * buffer to fill, and a slow reader of stdout costs one large write instead of many small ones.
 * What has gathered is bounded: then {@link #print} waits.
 */
final class ResultPrinter implements AutoCloseable {
  private static final int MAX_GATHERED_BYTES = 1 << 20;
  private static final int MAX_GATHERED_STEPS = 1 << 14;

  private final OutputStream out;
  private final Consumer<IOException> onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by lock.
  private Batch gathered = new Batch(new ByteArrayOutputStream(), new ArrayList<>());
  private boolean closing;
  private @Nullable IOException failure;

  /**
   * What is written at once.
   *
   * @param lines the lines
   * @param afterwards what is done once they are written
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
   * @param onFailure told once, on the writing thread, when nothing more can be written
   */
  ResultPrinter(OutputStream out, Consumer<IOException> onFailure) {
    this.out = out;
    this.onFailure = onFailure;
    Thread thread = new Thread(this::write, "procession-stdout");
    thread.setDaemon(true);
    thread.start();
  }

  /** Prints a line; after a failure it does nothing, the failure has been told. */
  void print(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    gather(batch -> batch.lines().write(bytes, 0, bytes.length));
  }

  /**
   * Does something, quickly, on the writing thread, once all that was printed before is written; if
   * it cannot be written, never.
   */
  void afterwards(Runnable step) {
    gather(batch -> batch.afterwards().add(step));
  }

  /** Waits until everything printed is written, or cannot be. */
  @Override
  public void close() {
    finish(Long.MAX_VALUE);
  }

  /** As {@link #close}, but a reader of stdout that has stopped reading delays it only so long. */
  void finish(long patienceMillis) {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
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
        changed.awaitUninterruptibly();
      }
      if (failure == null) {
        addition.accept(gathered);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      while (true) {
        Batch batch = nextBatch();
        if (batch == null) {
          return;
        }
        batch.lines().writeTo(out);
        out.flush();
        batch.afterwards().forEach(Runnable::run);
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      ended.countDown();
    }
  }

  /** What has gathered, waiting for something; null when there is nothing and will be nothing. */
  private @Nullable Batch nextBatch() {
    lock.lock();
    try {
      while (gathered.isEmpty()) {
        if (closing) {
          return null;
        }
        changed.awaitUninterruptibly();
      }
      Batch batch = gathered;
      gathered = new Batch(new ByteArrayOutputStream(batch.lines().size()), new ArrayList<>());
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException e) {
    lock.lock();
    try {
      failure = e;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onFailure.accept(e);
  }
}
