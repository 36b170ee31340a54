package dev.procession.live;

import dev.procession.process.thread.Threads;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that answer requests, one each: daemons, of which there are few. One that gets no
 * further with a request for some seconds is interrupted, which closes its connection. There is no
 * thread while there is no request.
 */
final class RequestThreads implements Executor {
  /** So many requests are answered at once; more wait. */
  static final int MAX_THREADS = 48;

  /** So many may wait; what comes then is dropped, and its connection with it at the end. */
  private static final int MAX_WAITING = 2_000;

  private static final long LOOK_MILLIS = 500;

  private final long patienceNanos;
  private final Threads threads = Threads.ofThisJvm();

  /** Since when each thread has been at one step; guarded by this, like what follows. */
  private final Map<Thread, Long> atWork = new HashMap<>();

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean watched;
  private boolean closed;

  /**
   * @param patienceMillis how long one step of a request may take, such as to read it or to write
   *     an event
   */
  RequestThreads(long patienceMillis) {
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
  }

  @Override
  public synchronized void execute(Runnable request) {
    if (closed || waiting.size() >= MAX_WAITING) {
      return;
    }
    waiting.add(request);
    if (atWork.size() < MAX_THREADS) {
      Thread thread = threads.daemon("procession-live-request", this::work, 0);
      atWork.put(thread, System.nanoTime());
      thread.start();
    }
    if (!watched) {
      watched = true;
      threads.daemon("procession-live-watch", this::watch, 0).start();
    }
  }

  /** The current thread gets on with its request. */
  synchronized void step() {
    atWork.computeIfPresent(Thread.currentThread(), (thread, since) -> System.nanoTime());
  }

  /** The current thread is waiting for something to send, which may take any time. */
  synchronized void rest() {
    atWork.computeIfPresent(Thread.currentThread(), (thread, since) -> Long.MAX_VALUE);
  }

  /** Ends all that is going on. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    atWork.keySet().forEach(Thread::interrupt);
    notifyAll();
  }

  private void work() {
    try {
      for (Runnable request = next(); request != null; request = next()) {
        request.run();
      }
    } finally {
      synchronized (this) {
        atWork.remove(Thread.currentThread());
        notifyAll();
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    if (Thread.interrupted() && closed) {
      return null;
    }
    // Else it was meant for the request before.
    atWork.put(Thread.currentThread(), System.nanoTime());
    return waiting.poll();
  }

  private synchronized void watch() {
    try {
      while (!atWork.isEmpty()) {
        long now = System.nanoTime();
        atWork.forEach(
            (thread, since) -> {
              if (since != Long.MAX_VALUE && now - since > patienceNanos) {
                thread.interrupt();
              }
            });
        wait(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      // Nobody does; the next request finds another watch.
    } finally {
      watched = false;
    }
  }
}
