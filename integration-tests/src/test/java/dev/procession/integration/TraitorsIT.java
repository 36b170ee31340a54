package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.WorkerCrashedException;
import dev.procession.task.SerializableFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real workers whose task takes over the channel: only that one dies, and the error quotes it. What
 * else they can send is tested where workers are played.
 */
final class TraitorsIT {
  private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();
  private static final int MAX_LINE = 1 << 20;

  static Stream<Arguments> traitors() {
    SerializableFunction<Integer, Integer> text = Traitors::writeText;
    SerializableFunction<Integer, Integer> longest = Traitors::announceTheLongestFrame;
    SerializableFunction<Integer, Integer> others = Traitors::answerForOthers;
    SerializableFunction<Integer, Integer> passwords = Traitors::askForPasswords;
    return Stream.of(
        Arguments.of("text", text, "I am the captain now"),
        Arguments.of("longest frame", longest, "claims to be 2147483647 bytes long"),
        Arguments.of("answer for others", others, "answered chunk 127"),
        Arguments.of("request for passwords", passwords, "illegal name: ../../../../../../etc"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traitors")
  void taskThatTakesOverTheChannelIsOnlyItsOwnEnd(
      String name, SerializableFunction<Integer, Integer> task, String quote) {
    Needs.that(Files.isDirectory(Path.of("/dev/fd")), "/dev/fd, where the channel is");
    try (ProcessPool pool = ProcessPool.create(2);
        Stream<Outcome<Integer>> stream =
            pool.outcomes(task, ITEMS, MapOptions.defaults().chunkSize(10))) {
      List<Outcome<Integer>> outcomes = stream.toList();

      WorkerCrashedException crash =
          assertThrows(WorkerCrashedException.class, outcomes.get(Traitors.TRAITOR)::get);
      assertTrue(crash.getMessage().contains("It sent"), crash.getMessage());
      assertTrue(crash.getMessage().contains(quote), crash.getMessage());
      assertEquals(99, outcomes.stream().filter(Outcome::isSuccess).count());
      assertEquals(ITEMS, pool.map(x -> x, ITEMS));
      assertEquals(1, pool.stats().workersLost());
    }
  }

  @Tag("extended")
  @Test
  void outputWithoutLinesComesInPieces() {
    AtomicLong longest = new AtomicLong();
    AtomicLong all = new AtomicLong();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .onOutput(
                (worker, stream, line) -> {
                  longest.accumulateAndGet(line.length(), Math::max);
                  all.addAndGet(line.length());
                })
            .build()) {
      assertEquals(ITEMS, pool.map(Traitors::printWithoutEndOfLine, ITEMS));
    }

    assertEquals(MAX_LINE, longest.get());
    assertEquals(64L << 20, all.get());
  }

  /** A coordinator with a small heap. */
  static final class Frugal {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.builder().workers(2).maxHeap("1g").build()) {
        for (int round = 0; round < 3; round++) {
          try (Stream<Outcome<byte[]>> stream =
              pool.outcomes(
                  Traitors::returnMegabytes,
                  List.of(1, 2, 300, 1, 2),
                  MapOptions.defaults().chunkSize(1))) {
            stream.forEach(Frugal::print);
          }
        }
        System.out.println(pool.map(x -> x + 1, List.of(1, 2, 3)));
      }
    }

    private static void print(Outcome<byte[]> outcome) {
      try {
        System.out.println(outcome.index() + ": " + (outcome.get().length >> 20) + " MiB");
      } catch (ProcessionException e) {
        boolean said = e.getMessage().contains("This process ran out of memory");
        System.out.println(outcome.index() + ": " + (said ? "told" : e.getMessage()));
      }
    }
  }

  @Tag("extended")
  @Test
  void resultThatDoesNotFitIntoTheCoordinatorIsItsOwnFailure(@TempDir Path folder) {
    List<String> command =
        List.of(
            Jvm.java(Jvm.ownHome()),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Frugal.class.getName());

    try (Jvm program = Jvm.start(folder, command)) {
      List<String> lines = program.end().expect(0).lines();

      List<String> round = List.of("0: 1 MiB", "1: 2 MiB", "2: told", "3: 1 MiB", "4: 2 MiB");
      for (int i = 0; i < 15; i++) {
        assertEquals(round.get(i % 5), lines.get(i), lines.toString());
      }
      assertEquals("[2, 3, 4]", lines.get(15));
    }
  }
}
