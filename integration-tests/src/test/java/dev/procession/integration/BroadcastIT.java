package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.TaskFailedException;
import dev.procession.WorkerInfo;
import dev.procession.task.Broadcast;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values that are sent once per worker. */
@ExtendWith(SharedPool.class)
final class BroadcastIT {
  private static final int TABLE_BYTES = 100_000_000;
  private static final List<Integer> MANY = IntStream.range(0, 10_000).boxed().toList();

  /** What the last task saw; in a worker. */
  private static WeakReference<Object> seen = new WeakReference<>(null);

  private record Price(String name, int cents) {}

  private static byte[] table() {
    byte[] table = new byte[TABLE_BYTES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) (i * 7);
    }
    return table;
  }

  @Tag("extended")
  @Test
  void largeTableTravelsOncePerWorker(ProcessPool pool) {
    long before = pool.stats().bytesSent();
    try (Broadcast<byte[]> table = pool.broadcast(table())) {
      List<Byte> found = pool.map(i -> table.value()[i * 9_999], MANY);

      for (int i = 0; i < MANY.size(); i++) {
        assertEquals((byte) (i * 9_999 * 7), found.get(i));
      }
      long sent = pool.stats().bytesSent() - before;
      assertTrue(sent >= TABLE_BYTES, "sent " + sent);
      assertTrue(sent < 2L * TABLE_BYTES + 1_000_000, "sent " + sent);
    }
  }

  /** A list that is nested as deeply as it is long. */
  private record Link(Link next) {
    static Link chain(int links) {
      Link chain = null;
      for (int i = 0; i < links; i++) {
        chain = new Link(chain);
      }
      return chain;
    }

    int length() {
      int length = 0;
      for (Link link = this; link != null; link = link.next) {
        length++;
      }
      return length;
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void whatIsNestedDeeperThanTheCallersStackTravelsAllTheSame(ProcessPool pool) {
    Link chain = Link.chain(100_000);

    try (Broadcast<Link> broadcast = pool.broadcast(chain)) {
      assertEquals(100_000, pool.submit(() -> broadcast.value().length()).join());
    }
    assertEquals(100_000, pool.submit(chain::length).join());
    assertEquals(List.of(100_001), pool.map(i -> i + chain.length(), List.of(1)));
  }

  @Test
  void replacementGetsTheValueToo(ProcessPool pool) {
    try (Broadcast<Map<String, Price>> prices =
        pool.broadcast(Map.of("tea", new Price("tea", 250)))) {
      assertEquals(List.of(250), pool.map(name -> prices.value().get(name).cents, List.of("tea")));
      List<Long> victims = pids(pool);
      victims.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

      await().until(() -> pids(pool).stream().noneMatch(victims::contains));

      assertEquals(List.of(250), pool.map(name -> prices.value().get(name).cents, List.of("tea")));
    }
  }

  @Test
  void allTasksOfWorkerShareOneObjectAlsoOnTheirOwnThreads(ProcessPool pool) {
    try (Broadcast<List<String>> words = pool.broadcast(new ArrayList<>(List.of("a")))) {
      List<Boolean> same =
          pool.map(
              i ->
                  IntStream.range(0, 4).parallel().mapToObj(j -> words.value()).distinct().count()
                          == 1
                      && isSameAsBefore(words.value()),
              List.of(1, 2, 3, 4, 5, 6));

      assertEquals(List.of(true, true, true, true, true, true), same);
    }
  }

  private static boolean isSameAsBefore(Object value) {
    Object before = seen.get();
    seen = new WeakReference<>(value);
    return before == null || before == value;
  }

  @Test
  void closedValueIsLetGoOf() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Broadcast<Map<String, Integer>> table = pool.broadcast(Map.of("a", 1));
      assertTrue(pool.map(x -> isSameAsBefore(table.value()), List.of(1)).get(0));

      table.close();

      await().until(() -> pool.map(x -> isGone(), List.of(1)).get(0));
      TaskFailedException error =
          assertThrows(
              TaskFailedException.class, () -> pool.map(x -> table.value().get("a"), List.of(1)));
      assertInstanceOf(IllegalStateException.class, error.getCause());
      assertTrue(error.getMessage().contains("closed"), error.getMessage());
      assertThrows(IllegalStateException.class, table::value);
    }
  }

  private static boolean isGone() {
    System.gc();
    return seen.get() == null;
  }

  @Test
  void closeTwiceAndAfterThePoolIsHarmless() {
    Broadcast<String> text;
    try (ProcessPool pool = ProcessPool.create(1)) {
      text = pool.broadcast("text");
      assertSame("text", text.value());
      pool.shutdown();
      assertThrows(RejectedExecutionException.class, () -> pool.broadcast("late"));
    }

    text.close();
    text.close();
  }

  @Test
  void handleInAnItemOrResultKeepsItsMeaning(ProcessPool pool) {
    try (Broadcast<String> text = pool.broadcast("text")) {
      assertEquals(List.of("text"), pool.map(Broadcast::value, List.of(text)));

      Broadcast<String> back = pool.map(handle -> handle, List.of(text)).get(0);

      IllegalStateException error = assertThrows(IllegalStateException.class, back::value);
      assertTrue(
          Objects.requireNonNull(error.getMessage()).contains("ProcessPool.broadcast"),
          error.getMessage());
      assertEquals(List.of("text"), pool.map(Broadcast::value, List.of(back)));
    }
  }

  @Test
  void handleOfAnotherPoolIsRefused(ProcessPool pool) {
    try (ProcessPool other = ProcessPool.create(1);
        Broadcast<String> text = other.broadcast("text")) {
      TaskFailedException error =
          assertThrows(TaskFailedException.class, () -> pool.map(x -> text.value(), List.of(1)));

      assertTrue(error.getMessage().contains("another pool"), error.getMessage());
    }
  }

  @Test
  void valueThatCannotTravelIsRefusedAtOnce(ProcessPool pool) {
    SerializationException error =
        assertThrows(
            SerializationException.class,
            () -> pool.broadcast(Map.of("worker", new Thread("never started"))));

    assertTrue(error.getMessage().contains("The broadcast value"), error.getMessage());
    assertTrue(error.getMessage().contains("java.lang.Thread"), error.getMessage());
  }

  /** Fails where it is read. */
  private record Picky(String text) {
    private static final boolean IS_WORKER = dev.procession.task.WorkerContext.isWorker();

    Picky {
      if (IS_WORKER) {
        throw new IllegalArgumentException("not here");
      }
    }
  }

  @Test
  void valueThatCannotBeReadFailsTheTasksThatWantIt(ProcessPool pool) {
    try (Broadcast<Picky> picky = pool.broadcast(new Picky("a"))) {
      for (int i = 0; i < 2; i++) {
        SerializationException error =
            assertThrows(
                SerializationException.class,
                () -> pool.map(x -> picky.value().text(), List.of(1)));
        assertTrue(error.getMessage().contains("Picky"), error.getMessage());
      }
      assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
    }
  }

  private static List<Long> pids(ProcessPool pool) {
    return pool.workers().stream().map(WorkerInfo::pid).filter(pid -> pid != 0).toList();
  }
}
