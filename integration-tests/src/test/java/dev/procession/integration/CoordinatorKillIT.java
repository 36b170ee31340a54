package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.integration.Doomed.Doing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator that is killed at a random moment takes its workers, and what they have started,
 * along. {@code procession.kill.rounds} says how often that is tried; {@code procession.kill.seed}
 * repeats the moments.
 */
@Tag(NothingLeft.LONG)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class CoordinatorKillIT {
  private static final int ROUNDS = Integer.getInteger("procession.kill.rounds", 10);

  /** As many coordinators live at the same time. */
  private static final int LANES = 3;

  private static final int MOST_DELAY_MILLIS = 1000;

  /**
   * How long whoever belonged to a coordinator may live on. A worker that is about to start notices
   * when it has started, so the one second that is promised is for a machine with time to spare.
   */
  private static final long LIMIT_MILLIS = Long.getLong("procession.kill.limit.millis", 10_000);

  private static final long POLL_MILLIS = 20;

  /** Where nobody is left, nobody will be; but one that becomes a program just then has no name. */
  private static final int LOOKS = 3;

  private final long seed = Long.getLong("procession.kill.seed", System.nanoTime());

  @TempDir private Path temporary;

  /** What the delay counts from. */
  private enum Since {
    /** The start of its process: it meets the start of the workers, and the handshake. */
    LAUNCH,
    /** What both workers have begun to do: it meets that. */
    WORK
  }

  /** What a coordinator does, and from when on it may be killed. */
  private record Scene(Doing doing, Since since) {}

  private static final List<Scene> SCENES =
      List.of(
          new Scene(Doing.STARTING, Since.WORK),
          new Scene(Doing.IDLING, Since.WORK),
          new Scene(Doing.SPINNING, Since.WORK),
          new Scene(Doing.SENDING_BIG_ITEMS, Since.WORK),
          new Scene(Doing.HAVING_GRANDCHILDREN, Since.WORK),
          new Scene(Doing.MAKING_GRANDCHILDREN, Since.WORK),
          new Scene(Doing.STARTING, Since.LAUNCH),
          new Scene(Doing.IDLING, Since.LAUNCH),
          new Scene(Doing.HAVING_GRANDCHILDREN, Since.LAUNCH),
          new Scene(Doing.SENDING_BIG_ITEMS, Since.LAUNCH));

  /**
   * How it went.
   *
   * @param goneMillis how long after the kill nobody was alive any more
   * @param left who was alive when the time was over
   */
  private record Round(
      int number, Scene scene, long delayMillis, long goneMillis, List<String> left) {}

  @Test
  void nobodyOutlivesTheirCoordinatorForLong() throws Exception {
    Needs.that(Files.isDirectory(Path.of("/proc/self")), "/proc, to find the parent of a process");
    SplittableRandom random = new SplittableRandom(seed);
    say("coordinator kill: seed " + seed + ", " + ROUNDS + " rounds");
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    List<Future<Round>> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      int number = i;
      Scene scene = SCENES.get(i % SCENES.size());
      long delayMillis = random.nextInt(MOST_DELAY_MILLIS);
      rounds.add(lanes.submit(() -> play(number, scene, delayMillis)));
    }
    lanes.shutdown();
    List<Round> played = new ArrayList<>();
    for (Future<Round> round : rounds) {
      played.add(round.get());
    }
    long[] gone = played.stream().mapToLong(Round::goneMillis).sorted().toArray();
    say("  gone after: median " + gone[gone.length / 2] + " ms, at most " + gone[gone.length - 1]);
    say("  within one second: " + Arrays.stream(gone).filter(millis -> millis < 1000).count());

    List<Round> failed = played.stream().filter(round -> !round.left.isEmpty()).toList();
    assertEquals(List.of(), failed, "seed " + seed);
  }

  private Round play(int number, Scene scene, long delayMillis)
      throws IOException, InterruptedException {
    Household household = new Household();
    Process coordinator = household.head(command(number, scene)).start();
    Lines lines = new Lines(coordinator.inputReader());
    try {
      if (scene.since == Since.WORK) {
        lines.await(Doomed.STARTED);
        Doomed.AT_WORK.forEach(lines::await);
      }
      Thread.sleep(delayMillis);

      coordinator.destroyForcibly();
      long killedNanos = System.nanoTime();

      long goneMillis = 0;
      List<String> left = household.alive();
      int emptyLooks = 0;
      while (emptyLooks < LOOKS && millisSince(killedNanos) < LIMIT_MILLIS) {
        emptyLooks = left.isEmpty() ? emptyLooks + 1 : 0;
        goneMillis = left.isEmpty() ? goneMillis : millisSince(killedNanos);
        Thread.sleep(POLL_MILLIS);
        left = household.alive();
      }
      return new Round(number, scene, delayMillis, goneMillis, left);
    } finally {
      household.kill();
      lines.close();
    }
  }

  private ProcessBuilder command(int number, Scene scene) throws IOException {
    // A program that is killed cannot clean up.
    Path own = Files.createDirectory(temporary.resolve("program-" + number));
    return new ProcessBuilder(
            Jvm.java(Jvm.ownHome()),
            "-Djava.io.tmpdir=" + own,
            "-cp",
            System.getProperty("java.class.path"),
            Doomed.class.getName(),
            scene.doing.name())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private static void say(String text) {
    System.out.println(text);
  }
}
