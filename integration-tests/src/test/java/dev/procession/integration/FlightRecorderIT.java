package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerCrashedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's flight recorder is told of a pool. */
final class FlightRecorderIT {
  @TempDir private Path folder;

  /** Uses a pool; for a JVM without the flight recorder. */
  static final class Squares {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.create(1)) {
        System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
      }
      System.out.println(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
    }
  }

  @Test
  void everyTaskIsRecordedWithItsIndexAndEnd() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (ProcessPool pool = ProcessPool.create(2)) {
                List<Integer> items = IntStream.range(-50, 50).boxed().toList();
                assertEquals(
                    99, pool.outcomes(x -> 100 / x, items).filter(Outcome::isSuccess).count());
              }
            });

    List<RecordedEvent> tasks = named(events, "Task");
    assertEquals(
        LongStream.range(0, 100).boxed().toList(),
        tasks.stream().map(e -> e.getLong("index")).sorted().toList());
    List<RecordedEvent> failed =
        tasks.stream().filter(e -> e.getString("end").equals("FAILED")).toList();
    assertEquals(1, failed.size());
    assertEquals(50, failed.get(0).getLong("index"));
    assertTrue(
        tasks.stream()
            .filter(e -> !failed.contains(e))
            .allMatch(e -> e.getString("end").equals("SUCCEEDED")));
    assertTrue(tasks.stream().allMatch(e -> e.getDuration("runTime").toNanos() >= 0));
  }

  @Test
  void chunksAreRecordedWithTheirItems() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (ProcessPool pool = ProcessPool.create(2)) {
                MapOptions tens = MapOptions.defaults().chunkSize(10);
                pool.map(x -> x, IntStream.range(0, 95).boxed().toList(), tens);
              }
            });

    List<RecordedEvent> chunks = named(events, "Chunk");
    // More items than answers: the end of a chunk may have been taken back for the other worker.
    assertTrue(chunks.stream().mapToInt(e -> e.getInt("items")).sum() >= 95);
    assertTrue(chunks.stream().allMatch(e -> e.getInt("items") <= 10));
    assertTrue(chunks.stream().allMatch(e -> e.getInt("answered") <= e.getInt("items")));
    assertTrue(chunks.stream().anyMatch(e -> e.getLong("firstIndex") == 0));
    assertEquals(95, chunks.stream().mapToInt(e -> e.getInt("answered")).sum());
    assertTrue(chunks.stream().allMatch(e -> e.getLong("bytes") > 0));
    assertTrue(chunks.stream().allMatch(e -> !e.getDuration().isNegative()));
  }

  @Tag("extended")
  @Test
  void startAndEndOfEachProcessIsRecorded() throws Exception {
    List<Long> pids = new ArrayList<>();

    List<RecordedEvent> events =
        recorded(
            () -> {
              try (ProcessPool pool = ProcessPool.create(1)) {
                pids.add(pool.submit(() -> ProcessHandle.current().pid()).join());
                CompletableFuture<Object> halted =
                    pool.submit(
                        () -> {
                          Runtime.getRuntime().halt(7);
                          return null;
                        });
                Throwable crash = assertThrows(Exception.class, halted::join).getCause();
                assertEquals(pids.get(0), ((WorkerCrashedException) crash).pid());
                pids.add(pool.submit(() -> ProcessHandle.current().pid()).join());
              }
            });

    List<RecordedEvent> starts = named(events, "WorkerStart");
    assertEquals(pids, values(starts, "pid"));
    assertEquals(List.of(1, 2), values(starts, "generation"));
    assertTrue(starts.stream().allMatch(e -> e.getDuration().toMillis() > 0));
    List<RecordedEvent> exits = named(events, "WorkerExit");
    assertEquals(pids, values(exits, "pid"));
    assertEquals(List.of(7, 0), values(exits, "exitCode"));
    List<RecordedEvent> tasks = named(events, "Task");
    assertEquals(List.of("SUCCEEDED", "LOST", "SUCCEEDED"), values(tasks, "end"));
    assertEquals(List.of(pids.get(0), pids.get(0), pids.get(1)), values(tasks, "pid"));
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void poolWorksInARuntimeWithoutTheFlightRecorder() throws IOException {
    try (Jvm program =
        Jvm.startMain(List.of("--limit-modules", "java.base,jdk.unsupported"), Squares.class)) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("[1, 4, 9]", "false"), ended.lines());
      assertEquals("", ended.err());
    }
  }

  private List<RecordedEvent> recorded(Runnable action) throws IOException {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      List.of("Task", "Chunk", "WorkerStart", "WorkerExit")
          .forEach(name -> recording.enable("dev.procession." + name).withoutThreshold());
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .sorted((a, b) -> a.getEndTime().compareTo(b.getEndTime()))
        .collect(Collectors.toList());
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(e -> e.getEventType().getName().equals("dev.procession." + name))
        .toList();
  }

  private static List<Object> values(List<RecordedEvent> events, String field) {
    return events.stream().<Object>map(e -> e.getValue(field)).toList();
  }
}
