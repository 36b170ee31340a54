package dev.procession.process.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.node.FileCache;
import dev.procession.process.node.Node;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool and a node that gets its class path, over a connection in memory. */
@Timeout(60)
class ShippedClassPathTest {
  private static final int BYTES = 3 << 20;
  private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

  @TempDir private Path folder;

  // Set up before each test, on its thread.
  private FileCache cache;
  private Path jar;
  private Path classes;

  @BeforeEach
  void makeClassPath() throws IOException {
    cache = FileCache.ofJars(folder.resolve("cache"));
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    jar = Files.write(folder.resolve("app.jar"), content);
    classes = Files.createDirectories(folder.resolve("classes"));
    Files.writeString(classes.resolve("A.class"), "a class");
  }

  private record NoWorkers() implements WorkerHost {
    @Override
    public void open(HostEvents events) {}

    @Override
    public HostedProcess launch(WorkerKey key, List<String> flags) throws IOException {
      throw new IOException("none");
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

  /** One connection: what the node launches workers with, or why it cannot. */
  private final class Connection implements HostSession.Listener {
    private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
    private final AtomicLong bytesToNode = new AtomicLong();
    private final BlockingQueue<List<Path>> launched = new LinkedBlockingQueue<>();
    private final ShippedClassPath shipped =
        new ShippedClassPath(List.of(jar.toString(), classes.toString()), new PoolFolder());

    private interface Taker {
      void take(byte[] message) throws IOException;
    }

    private Link link(Taker taker, AtomicLong count) {
      BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
      Thread thread =
          Threads.ofThisJvm()
              .daemon(
                  "link",
                  () -> {
                    try {
                      while (true) {
                        taker.take(queue.take());
                      }
                    } catch (IOException | InterruptedException e) {
                      outcome.add("broken: " + e.getMessage());
                    }
                  },
                  0);
      thread.start();
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

    String connect() throws InterruptedException {
      HostSession[] session = new HostSession[1];
      Node[] node = new Node[1];
      Link toPool = link(message -> session[0].received(message), new AtomicLong());
      Link toNode = link(message -> node[0].received(message), bytesToNode);
      session[0] =
          new HostSession(
              "a",
              new Tunnel(toNode),
              new HostSettings(
                  LONG_NANOS, LONG_NANOS, OptionalInt.empty(), LaunchOptions.defaults(1)),
              Optional.empty(),
              Optional.of(shipped),
              new SharedBytes(),
              Threads.ofThisJvm(),
              this,
              System::nanoTime);
      node[0] =
          new Node(
              new Tunnel(toPool),
              launch -> {
                launched.add(launch.classPath().orElseThrow());
                return new NoWorkers();
              },
              cache,
              new PoolFolder(),
              Threads.ofThisJvm(),
              System::nanoTime,
              System::currentTimeMillis);
      node[0].sayHello(1, 1);
      String answer = outcome.take();
      shipped.close();
      return answer;
    }

    @Override
    public void joined(HostSession session) {
      outcome.add("joined");
    }

    @Override
    public void draining(HostSession session, List<WorkerKey> workers) {}

    @Override
    public void left(HostSession session) {}

    @Override
    public void refused(HostSession session, String why) {
      outcome.add("refused: " + why);
    }

    @Override
    public void lost(HostSession session, String why, int workers) {
      outcome.add("lost: " + why);
    }
  }

  @Test
  void classPathIsSentOnceAndTheSecondPoolSendsNothing() throws Exception {
    Connection first = new Connection();
    assertEquals("joined", first.connect());
    Connection second = new Connection();
    assertEquals("joined", second.connect());

    List<Path> there = first.launched.take();
    assertEquals(there, second.launched.take());
    assertEquals(-1, Files.mismatch(jar, there.get(0)));
    assertEquals(2, there.size());
    assertTrue(first.bytesToNode.get() < BYTES * 1.01, () -> first.bytesToNode + " bytes");
    assertTrue(second.bytesToNode.get() < 1000, () -> second.bytesToNode + " bytes");
  }

  @Test
  void fileThatChangesWhileItIsSentIsToldByName() throws Exception {
    Connection connection = new Connection();
    connection.shipped.jars();
    Files.write(jar, new byte[BYTES]);

    String outcome = connection.connect();

    assertTrue(outcome.startsWith("refused: "), outcome);
    assertTrue(
        outcome.contains(jar + " on the class path was changed")
            || outcome.contains("did not come as it was sent"),
        outcome);
    Connection next = new Connection();
    assertEquals("joined", next.connect());
    assertEquals(-1, Files.mismatch(jar, next.launched.take().get(0)));
  }
}
