package dev.procession.cli.demo;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Why one item at a time is slow. */
public final class ChunksLesson implements Lesson {
  /** How many items there are. */
  public static final int ITEMS = 3_000;

  private static final int WORKERS = 2;

  /** The flight recorder event of each chunk. */
  private static final String CHUNK = "dev.procession.Chunk";

  /**
   * The measurements of one way of sending the items.
   *
   * @param chunks how many chunks were sent
   * @param largest how many items the largest of them had
   * @param answered how many items were answered in them
   * @param millis how long it took from the call to the last result
   */
  public record Trip(int chunks, int largest, int answered, long millis) {}

  /**
   * The observations of the lesson.
   *
   * @param oneByOne a chunk for each item
   * @param automatic as many items in a chunk as the pool thinks fit
   */
  public record Seen(Trip oneByOne, Trip automatic) {}

  @Override
  public String name() {
    return "chunks";
  }

  @Override
  public String title() {
    return "why one item at a time is slow";
  }

  @Override
  public String explanation() {
    return """
        Two workers add one to each of 3000 numbers. The adding is next to nothing; to
        send a message to another process, wake it, and be woken by its answer takes
        many thousand times as long. It is like buying eggs one at a time.

            pool.map(x -> x + 1, numbers, MapOptions.defaults().chunkSize(1))
            pool.map(x -> x + 1, numbers)

        The first call sends each number by itself. The second leaves it to the pool,
        which measures how long items take, and sends as many at once as are worth a
        message. The JDK's flight recorder counts the chunks for us.

        Look for: how many chunks are there, how large, and how long does it take?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    say.accept("%-12s %8s %16s %10s".formatted("", "chunks", "largest, items", "time, ms"));
    Trip oneByOne = send(MapOptions.defaults().chunkSize(1));
    say.accept(line("one by one", oneByOne));
    Trip automatic = send(MapOptions.defaults());
    say.accept(line("automatic", automatic));
    return new Seen(oneByOne, automatic);
  }

  private static Trip send(MapOptions options) throws InterruptedException {
    List<Integer> numbers = IntStream.range(0, ITEMS).boxed().toList();
    Arrivals arrivals = new Arrivals();
    long nanos;
    try (Recording recording = new Recording()) {
      recording.enable(CHUNK).withoutThreshold();
      recording.start();
      try (ProcessPool pool = ProcessPool.builder().workers(WORKERS).listener(arrivals).build()) {
        arrivals.await(WORKERS);
        long start = System.nanoTime();
        pool.map(x -> x + 1, numbers, options);
        nanos = System.nanoTime() - start;
      }
      recording.stop();
      return trip(chunks(recording), nanos / 1_000_000);
    }
  }

  private static List<RecordedEvent> chunks(Recording recording) {
    try {
      Path file = Files.createTempFile("lesson-", ".jfr");
      try {
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Trip trip(List<RecordedEvent> events, long millis) {
    List<RecordedEvent> chunks =
        events.stream().filter(event -> event.getEventType().getName().equals(CHUNK)).toList();
    int largest = chunks.stream().mapToInt(chunk -> chunk.getInt("items")).max().orElse(0);
    int answered = chunks.stream().mapToInt(chunk -> chunk.getInt("answered")).sum();
    return new Trip(chunks.size(), largest, answered, millis);
  }

  private static String line(String name, Trip trip) {
    return "%-12s %8d %16d %10d".formatted(name, trip.chunks(), trip.largest(), trip.millis());
  }

  @Override
  public String summary() {
    return """
        Each message costs the same, whatever is in it: so a trip should be worth it.
        Items that take a millisecond or more may well travel alone; tiny ones must not.
        The pool sees to that by itself. Chunks begin small, grow while items prove to
        be quick, and shrink towards the end so that the workers finish together.
        And if threads can do such tiny items safely, threads do them faster still.""";
  }
}
