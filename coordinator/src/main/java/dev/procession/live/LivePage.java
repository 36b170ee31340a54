package dev.procession.live;

import static dev.procession.timeline.JsonText.micros;
import static dev.procession.timeline.JsonText.quoted;

import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.process.thread.Threads;
import dev.procession.scheduler.WorkerKey;
import dev.procession.timeline.JsonText;
import dev.procession.timeline.RecentTimeline;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page that shows what the workers of some pools do. Each pool has an observer of its own, which
 * this supplies.
 *
 * <p>What all readers see is put together once, several times a second, by a thread that is there
 * only while there are readers. Each reader then gets that and what is new to it.
 */
public final class LivePage implements Supplier<WorkerObserver>, AutoCloseable {
  private static final long INTERVAL_MILLIS = 250;

  /** For readers to get the last of it, when the work has ended. */
  private static final long FAREWELL_MILLIS = 1_000;

  private static final int MAX_LINES = 2_000;
  private static final int MAX_FAILURES = 1_000;
  private static final int MAX_CRASHES = 200;
  private static final int MAX_LESSON_LINES = 500;

  /** How many pools are shown; of those that have ended, the oldest give way. */
  private static final int MAX_POOLS = 20;

  private static final Object SHARING = new Object();

  /** The page of the pools that asked for one by {@link #shared}; guarded by {@link #SHARING}. */
  private static @Nullable LivePage shared;

  private final Options options;
  private final RecentTimeline timeline = new RecentTimeline();
  private final Lists lists =
      new Lists(new Ring<>(MAX_LINES), new Ring<>(MAX_FAILURES), new Ring<>(MAX_CRASHES));
  private final Ring<String> lesson = new Ring<>(MAX_LESSON_LINES);
  private final LiveServer server;

  /** Guarded by this, like all that follows. */
  private final List<Shown> pools = new ArrayList<>();

  private int poolsOpened;
  private String state = "";

  /** The number of the state; readers wait for the next one. */
  private long stateNumber;

  private boolean ticking;
  private boolean ended;

  /** Held by the thread that asks the pools, which may take a moment; taken before this. */
  private final Object asking = new Object();

  /**
   * What kind of page.
   *
   * @param title a description of the work, for users
   * @param port where; 0 for any that is free
   * @param allowKill whether processes can be killed, stopped and continued from the page
   */
  public record Options(String title, int port, boolean allowKill) {}

  /** What is listed of all pools. */
  record Lists(Ring<Seen> lines, Ring<Seen> failures, Ring<Seen> crashes) {}

  /**
   * What a reader is sent.
   *
   * @param json the event
   * @param isLast whether there will be no more
   */
  record Update(String json, boolean isLast) {}

  private record Shown(PoolModel model, PoolState state) {}

  private LivePage(Options options, long patienceMillis) throws IOException {
    this.options = options;
    this.server = LiveServer.start(this, options.port(), patienceMillis);
  }

  /**
   * Opens a page.
   *
   * @throws IOException if it cannot be served there, such as because the port is in use
   */
  public static LivePage open(Options options) throws IOException {
    return open(options, LiveServer.PATIENCE_MILLIS);
  }

  static LivePage open(Options options, long patienceMillis) throws IOException {
    return new LivePage(options, patienceMillis);
  }

  /**
   * The page that the pools of this JVM share, which is opened with the first of them and closed
   * with the last.
   *
   * @param port where; 0 for wherever it is, or any that is free
   * @param title what is done, if the page is opened now
   * @return the observer of one more pool on the page
   * @throws IOException if it cannot be served there
   */
  public static Sharer shared(int port, String title) throws IOException {
    synchronized (SHARING) {
      LivePage page = shared;
      if (page == null) {
        page = open(new Options(title, port, false));
        shared = page;
      } else if (port != 0 && port != page.address().getPort()) {
        throw new IOException(
            "this process has its page at port " + page.address().getPort() + " already");
      }
      return new Sharer(page);
    }
  }

  /** One of the pools that share a page. */
  public static final class Sharer {
    private final LivePage page;
    private final WorkerObserver observer;

    private Sharer(LivePage page) {
      this.page = page;
      this.observer = page.next(page::leaveIfLast);
    }

    /** Told what the pool does. */
    public WorkerObserver observer() {
      return observer;
    }

    public URI address() {
      return page.address();
    }

    /** The pool could not be opened. */
    public void forgo() {
      observer.terminated();
    }
  }

  private void leaveIfLast() {
    boolean last;
    synchronized (SHARING) {
      synchronized (this) {
        last = pools.stream().allMatch(pool -> pool.model().hasEnded());
      }
      if (last && shared == this) {
        shared = null;
      }
    }
    if (last) {
      // Not on the pool's thread, since readers are given a moment; nor by a daemon, since the
      // program may end now.
      Thread farewell = Threads.ofThisJvm().daemon("procession-live-end", this::close, 0);
      farewell.setDaemon(false);
      farewell.start();
    }
  }

  /** Where the page is. */
  public URI address() {
    return server.address();
  }

  boolean allowsKill() {
    return options.allowKill();
  }

  /** The observer of one more pool. */
  @Override
  public WorkerObserver get() {
    return next(() -> {});
  }

  private synchronized WorkerObserver next(Runnable onEnd) {
    PoolModel model = new PoolModel(++poolsOpened, timeline, lists, onEnd);
    if (pools.size() >= MAX_POOLS) {
      pools.stream()
          .filter(pool -> pool.model().hasEnded())
          .findFirst()
          .ifPresent(
              oldest -> {
                pools.remove(oldest);
                timeline.forget(oldest.model().number());
              });
    }
    pools.add(new Shown(model, new PoolState(model)));
    return model;
  }

  /** Adds to the text of a lesson, which is shown beside the lanes. */
  public void say(String text) {
    lesson.add(text);
  }

  /** Waits until somebody reads the page, but only so long; returns whether somebody does. */
  public synchronized boolean awaitReader(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!ticking && !ended) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Tells the readers that the work has ended, and stops to serve. */
  @Override
  public void close() {
    publish();
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      stateNumber++;
      notifyAll();
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
      try {
        while (server.readers() > 0 && System.nanoTime() < deadline) {
          wait(Math.max(1, FAREWELL_MILLIS / 20));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    server.stop();
  }

  /** Sends a signal to a process of a pool; returns whether it got it. */
  boolean signal(int pool, int worker, int generation, ObservedPool.Signal signal) {
    ObservedPool target;
    synchronized (this) {
      target =
          pools.stream()
              .filter(shown -> shown.model().number() == pool)
              .map(shown -> shown.model().pool())
              .findFirst()
              .orElse(null);
    }
    return target != null && target.signal(new WorkerKey(worker, generation), signal);
  }

  synchronized Reader newReader() {
    if (!ticking && !ended) {
      ticking = true;
      notifyAll();
      Threads.ofThisJvm().daemon("procession-live", this::tick, 0).start();
    }
    // One that comes at the very end gets the last state, after which there is no other.
    return new Reader(ended ? stateNumber - 1 : stateNumber);
  }

  /** How many read the page now. */
  int readers() {
    return server.readers();
  }

  synchronized void readerLeft() {
    notifyAll();
  }

  private void tick() {
    do {
      publish();
    } while (goesOn());
  }

  private synchronized boolean goesOn() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
    try {
      while (System.nanoTime() < deadline && !ended) {
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      // Nobody does.
    }
    ticking = server.readers() > 0 && !ended;
    return ticking;
  }

  /**
   * Asks the pools how they are, and has the readers told. Not under the lock of this, which a pool
   * may take when it ends.
   */
  private void publish() {
    synchronized (asking) {
      String fresh = state();
      synchronized (this) {
        state = fresh;
        stateNumber++;
        notifyAll();
      }
    }
  }

  private synchronized List<Shown> pools() {
    return List.copyOf(pools);
  }

  /** What all readers see alike. */
  private String state() {
    long now = timeline.now();
    return "\"now\":"
        + micros(now)
        + ",\"title\":"
        + quoted(options.title())
        + ",\"allowKill\":"
        + options.allowKill()
        + ",\"pools\":"
        + pools().stream()
            .map(pool -> pool.state().json(now))
            .collect(Collectors.joining(",", "[", "]"));
  }

  /** One that follows the page. Used by one thread. */
  final class Reader {
    private long seenState;
    private RecentTimeline.Cursor seenTimeline = RecentTimeline.Cursor.START;
    private long seenLines;
    private long seenFailures;
    private long seenCrashes;
    private long seenLesson;
    private int seenPools;

    private Reader(long seenState) {
      this.seenState = seenState;
    }

    /** Waits for what is new. */
    Update await() throws InterruptedException {
      StringBuilder json = new StringBuilder("{");
      boolean isLast;
      synchronized (LivePage.this) {
        while (stateNumber == seenState) {
          LivePage.this.wait();
        }
        seenState = stateNumber;
        isLast = ended;
        json.append(state);
      }
      pools().stream()
          .map(Shown::model)
          .filter(pool -> pool.number() > seenPools && pool.isOpened())
          .findFirst()
          .ifPresent(
              pool -> {
                seenPools = pool.number();
                json.append(",\"settings\":[").append(seenPools).append(',');
                json.append(pool.settings()).append(']');
              });
      RecentTimeline.News news = timeline.since(seenTimeline);
      seenTimeline = news.next();
      json.append(",\"history\":").append(news.json());
      seenLines = append(json, "lines", lists.lines(), seenLines);
      seenFailures = append(json, "failures", lists.failures(), seenFailures);
      seenCrashes = append(json, "crashes", lists.crashes(), seenCrashes);
      Ring.Fresh<String> said = lesson.since(seenLesson);
      seenLesson = said.added();
      json.append(",\"lesson\":[");
      json.append(said.elements().stream().map(JsonText::quoted).collect(Collectors.joining(",")));
      json.append(']');
      json.append(",\"ended\":").append(isLast).append('}');
      return new Update(json.toString(), isLast);
    }

    private static long append(StringBuilder json, String name, Ring<Seen> ring, long seen) {
      Ring.Fresh<Seen> fresh = ring.since(seen);
      json.append(",\"").append(name).append("\":[");
      json.append(fresh.elements().stream().map(Seen::json).collect(Collectors.joining(",")));
      json.append(']');
      return fresh.added();
    }
  }
}
