package dev.procession.process.remote;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.host.ExitFacts;
import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.node.FileCache;
import dev.procession.process.node.Node;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.ExitCause;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What all workers of a node are sent, over a connection in memory that counts the bytes. */
@Timeout(60)
class SharedBytesTest {
  private static final int BYTES = 1 << 20;
  private static final int WORKERS = 4;
  private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

  @TempDir private Path cache;

  private final AtomicLong bytesToNode = new AtomicLong();
  private final CountDownLatch joined = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final SharedBytes shared = new SharedBytes();
  private final PoolFolder folder = new PoolFolder();
  private final List<FakeProcess> launched = new ArrayList<>();
  private final List<RemoteProcess> workers = new ArrayList<>();

  // Set up before each test, on its thread.
  private HostSession session;
  private Node node;

  private interface Taker {
    void take(byte[] message) throws IOException;
  }

  /** A process that keeps what it is written. */
  private final class FakeProcess implements HostedProcess {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public Optional<String> host() {
      return Optional.empty();
    }

    @Override
    public String page() {
      return "page";
    }

    @Override
    public OutputStream workersStdin() {
      return written;
    }

    @Override
    public InputStream workersStdout() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream workersStderr() {
      return InputStream.nullInputStream();
    }

    @Override
    public boolean stderrEndsWithProcess() {
      return true;
    }

    @Override
    public Optional<RunningItem> running() {
      return Optional.empty();
    }

    @Override
    public ObservedPool.ProcessFigures figures() {
      return new ObservedPool.ProcessFigures(Optional.empty(), 0, 0, false);
    }

    @Override
    public boolean signal(ObservedPool.Signal signal) {
      return false;
    }

    @Override
    public void isReady() {}

    @Override
    public void kill() {}

    @Override
    public void killItself() {}

    @Override
    public void await() {
      try {
        ended.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public boolean endsWithin(long millis) {
      return false;
    }

    @Override
    public boolean exitsSoon() {
      return false;
    }

    @Override
    public ExitFacts exit() {
      return new ExitFacts(ExitCause.PROCESS, OptionalInt.of(0), "", "");
    }

    @Override
    public void close() {}
  }

  private final class FakeHost implements WorkerHost {
    @Override
    public void open(HostEvents events) {}

    @Override
    public HostedProcess launch(WorkerKey key, List<String> flags) {
      FakeProcess process = new FakeProcess();
      synchronized (launched) {
        launched.add(process);
      }
      return process;
    }

    @Override
    public List<LaunchFlag> flags() {
      return List.of();
    }

    @Override
    public List<String> command(int workerId) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private final class Listener implements HostSession.Listener {
    @Override
    public void joined(HostSession there) {
      joined.countDown();
    }

    @Override
    public void draining(HostSession there, List<WorkerKey> running) {}

    @Override
    public void left(HostSession there) {}

    @Override
    public void refused(HostSession there, String why) {}

    @Override
    public void lost(HostSession there, String why, int count) {}
  }

  private static Link link(Taker taker, AtomicLong count) {
    BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    Threads.ofThisJvm()
        .daemon(
            "link",
            () -> {
              try {
                while (true) {
                  taker.take(queue.take());
                }
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            0)
        .start();
    return new Link() {
      @Override
      public void send(byte[] message) {
        count.addAndGet(message.length);
        queue.add(message);
      }

      @Override
      public void close() {}
    };
  }

  @BeforeEach
  void connect() throws Exception {
    session =
        new HostSession(
            "a",
            new Tunnel(link(message -> node.received(message), bytesToNode)),
            new HostSettings(
                LONG_NANOS, LONG_NANOS, OptionalInt.empty(), LaunchOptions.defaults(1)),
            Optional.empty(),
            Optional.empty(),
            shared,
            Threads.ofThisJvm(),
            new Listener(),
            System::nanoTime);
    node =
        new Node(
            new Tunnel(link(message -> session.received(message), new AtomicLong())),
            launch -> new FakeHost(),
            FileCache.ofJars(cache),
            folder,
            Threads.ofThisJvm(),
            System::nanoTime,
            System::currentTimeMillis);
    node.sayHello(WORKERS, WORKERS);
    joined.await();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(session.launch(new WorkerKey(i, 1)));
    }
    for (RemoteProcess worker : workers) {
      worker.launch().get();
    }
  }

  @AfterEach
  void end() {
    ended.countDown();
    folder.delete();
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private void writeToAll(byte[] bytes) throws IOException {
    for (RemoteProcess worker : workers) {
      worker.workersStdin().write(bytes);
      worker.workersStdin().flush();
    }
  }

  private void awaitWritten(byte[]... parts) throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      expected.write(part);
    }
    for (FakeProcess process : launched) {
      await().until(() -> process.written.size() >= expected.size());
      assertArrayEquals(expected.toByteArray(), process.written.toByteArray());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.path())) {
      return files.toList();
    }
  }

  @Test
  void bytesThatAreSharedAreSentOnceAndComeAtTheirPlace() throws Exception {
    byte[] before = random(1, 1000);
    byte[] large = random(2, BYTES);
    byte[] after = random(3, 1000);
    shared.add(large);
    long start = bytesToNode.get();

    writeToAll(before);
    writeToAll(large);
    writeToAll(after);

    awaitWritten(before, large, after);
    long sent = bytesToNode.get() - start;
    assertTrue(sent < 1.1 * BYTES, () -> sent + " bytes");
    assertEquals(1, files().size());
  }

  @Test
  void bytesThatAreNotSharedAreSentToEach() throws Exception {
    byte[] large = random(2, BYTES);
    byte[] small = random(3, 1000);
    shared.add(small);
    long start = bytesToNode.get();

    writeToAll(large);
    writeToAll(small);

    awaitWritten(large, small);
    assertTrue(bytesToNode.get() - start > WORKERS * BYTES);
    assertEquals(List.of(), files());
  }

  @Test
  void fileIsDeletedWhenNoArrayWithItsContentIsSharedAnyMore() throws Exception {
    byte[] large = random(2, BYTES);
    byte[] same = large.clone();
    shared.add(large);
    shared.add(same);
    writeToAll(large);
    writeToAll(same);
    awaitWritten(large, same);

    shared.remove(large).ifPresent(session::forget);
    assertEquals(Optional.empty(), shared.find(large));
    writeToAll(same);
    awaitWritten(large, same, same);
    assertEquals(1, files().size());

    shared.remove(same).ifPresent(session::forget);
    await().until(() -> files().isEmpty());
  }

  @Test
  void bytesThatAreSharedAgainAreSentAgain() throws Exception {
    byte[] large = random(2, BYTES);
    for (int round = 1; round <= 3; round++) {
      shared.add(large);
      writeToAll(large);
      int size = round * BYTES;
      for (FakeProcess process : launched) {
        await().until(() -> process.written.size() >= size);
      }
      shared.remove(large).ifPresent(session::forget);
      await().until(() -> files().isEmpty());
    }

    awaitWritten(large, large, large);
  }
}
