package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.SerializationException.Leg;
import dev.procession.TaskFailedException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** Items and results of every size, and those that are too large. */
@ExtendWith(SharedPool.class)
final class SizesIT {
  private static final int LIMIT = 64 << 10;
  private static final int MIB = 1 << 20;

  /** Around the sizes of pages, pipes, buffers, and of what is read or written at once. */
  private static final List<Integer> SIZES =
      IntStream.of(256, 512, 4096, 8192, LIMIT, 2 * LIMIT, MIB, 2 * MIB, 4 * MIB, 8 * MIB)
          .flatMap(size -> IntStream.of(size - 20, size - 2, size - 1, size, size + 1, size + 20))
          .boxed()
          .toList();

  @Tag("extended")
  @Test
  void bytesOfEverySizeComeAndGo(ProcessPool pool) {
    List<byte[]> results =
        pool.map(
            Victims::reversed,
            IntStream.concat(IntStream.range(0, 300), SIZES.stream().mapToInt(Integer::intValue))
                .mapToObj(Victims::pattern)
                .toList());

    for (int i = 0; i < results.size(); i++) {
      int size = i < 300 ? i : SIZES.get(i - 300);
      assertArrayEquals(Victims.reversed(Victims.pattern(size)), results.get(i), size + " bytes");
    }
  }

  @Tag("extended")
  @Test
  void textOfEverySizeComesAndGoes(ProcessPool pool) {
    List<String> texts = SIZES.stream().map(size -> "a".repeat(size / 2) + "€").toList();

    assertEquals(texts, pool.map(text -> text, texts));
  }

  @Test
  void chunksOfEverySizeComeAndGo(ProcessPool pool) {
    // Some bytes each, so that frames end around the same limits.
    List<Integer> items = IntStream.range(0, 100_000).boxed().toList();

    for (int chunk : List.of(1, 1023, 1024, 13_107, 16_383, 16_384, 21_845, 100_000)) {
      MapOptions options = MapOptions.defaults().chunkSize(chunk);
      List<Integer> some = items.subList(0, chunk == 1 ? 1000 : items.size());
      assertEquals(some, pool.map(x -> x, some, options));
    }
  }

  private static ProcessPool limited() {
    return ProcessPool.builder().workers(1).maxMessageSize("64k").build();
  }

  @Test
  void whatIsTooLargeIsNamedWithItsSizeAndTheLimit() {
    byte[] large = new byte[MIB];
    try (ProcessPool pool = limited()) {
      refused(Leg.ENCODING_TASK, "Item 2 ", () -> pool.map(b -> 1, List.of(new byte[1], large)));
      refused(Leg.ENCODING_TASK, "unction", () -> pool.map(x -> large.length, List.of(1)));
      refused(Leg.ENCODING_TASK, "ask", () -> pool.submit(() -> large.length));
      refused(Leg.ENCODING_TASK, "roadcast", () -> pool.broadcast(large));
      refused(Leg.ENCODING_RESULT, "Item 2 ", () -> pool.map(Victims::pattern, List.of(1, MIB)));
      ExecutionException error =
          assertThrows(ExecutionException.class, pool.submit(() -> Victims.pattern(MIB))::get);
      assertInstanceOf(SerializationException.class, error.getCause());

      assertEquals(10, pool.map(Victims::pattern, List.of(10)).get(0).length);
      assertEquals(0, pool.stats().workersLost());
    }
  }

  private static void refused(Leg leg, String what, Executable call) {
    SerializationException error = assertThrows(SerializationException.class, call);
    assertEquals(leg, error.leg());
    String message = error.getMessage();
    assertTrue(message.contains(what), message);
    assertTrue(message.matches("(?s).*takes \\d{6,} bytes.*"), message);
    assertTrue(message.contains(Integer.toString(LIMIT)), message);
  }

  @Test
  void whatJustFitsDoes() {
    // One byte says what it is.
    try (ProcessPool pool = limited()) {
      assertEquals(
          LIMIT - 1, pool.map(Victims::reversed, List.of(new byte[LIMIT - 1])).get(0).length);
      assertThrows(SerializationException.class, () -> pool.map(b -> 1, List.of(new byte[LIMIT])));
    }
  }

  private static int failAtLength(int chars) {
    throw new IllegalStateException("x".repeat(chars));
  }

  @Tag("extended")
  @Test
  void exceptionsOfAnySizeArrive() {
    try (ProcessPool pool = limited()) {
      for (int chars : List.of(0, LIMIT - 1, LIMIT, LIMIT + 1, MIB, 40 * MIB)) {
        TaskFailedException error =
            assertThrows(
                TaskFailedException.class, () -> pool.map(SizesIT::failAtLength, List.of(chars)));

        String message = String.valueOf(error.getCause().getMessage());
        assertTrue(message.startsWith("x".repeat(Math.min(chars, 1000))), chars + " characters");
        assertEquals("failAtLength", error.getCause().getStackTrace()[0].getMethodName());
      }
      assertEquals(0, pool.stats().workersLost());
    }
  }

  /** Takes some GiB of memory, so it has to be asked for. */
  @Test
  @EnabledIfSystemProperty(named = "procession.huge", matches = "true")
  void nearlyOneGibibyteComesAndGoes() {
    int size = (1 << 30) - 1;
    try (ProcessPool pool = ProcessPool.builder().workers(1).maxHeap("5g").build()) {
      byte[] result = pool.map(x -> x, List.of(Victims.pattern(size))).get(0);

      assertEquals(size, result.length);
      assertEquals(Victims.pattern(10_000)[9_999], result[9_999]);
      assertThrows(
          SerializationException.class, () -> pool.map(b -> 1, List.of(new byte[size + 1])));
    }
  }
}
