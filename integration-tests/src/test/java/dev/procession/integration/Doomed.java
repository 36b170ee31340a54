package dev.procession.integration;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Programs that are killed while they use a pool, to be started as processes of their own. They say
 * {@link #STARTED} first, and {@link #AT_WORK} when both their workers do what they are for; none
 * ends by itself.
 */
final class Doomed {
  static final String STARTED = "started";
  static final List<String> AT_WORK = List.of("first at work", "second at work");

  private static final int WORKERS = AT_WORK.size();
  private static final int BIG_BYTES = 8 << 20;
  private static final List<Integer> ONE_EACH = List.of(0, 1);
  private static final MapOptions ONE_BY_ONE = MapOptions.defaults().chunkSize(1);

  private Doomed() {}

  /** What a program does. */
  enum Doing {
    STARTING,
    IDLING,
    SPINNING,
    SENDING_BIG_ITEMS,
    HAVING_GRANDCHILDREN,
    MAKING_GRANDCHILDREN
  }

  public static void main(String[] arguments) {
    System.out.println(STARTED);
    Doing doing = Doing.valueOf(arguments[0]);
    if (doing == Doing.STARTING) {
      startForEver();
    }
    try (ProcessPool pool =
        ProcessPool.builder().workers(WORKERS).onOutput(Doomed::sayAtWork).build()) {
      switch (doing) {
        case IDLING -> pool.map(Doomed::sayAtWork, ONE_EACH, ONE_BY_ONE);
        case SPINNING -> pool.map(Doomed::spin, ONE_EACH, ONE_BY_ONE);
        case SENDING_BIG_ITEMS -> sendBigItems(pool);
        case HAVING_GRANDCHILDREN -> pool.map(Doomed::haveChildren, ONE_EACH, ONE_BY_ONE);
        case MAKING_GRANDCHILDREN -> pool.map(Doomed::makeChildren, ONE_EACH, ONE_BY_ONE);
        default -> throw new AssertionError(doing);
      }
      Victims.spinForever();
    }
  }

  private static void startForEver() {
    while (true) {
      try (ProcessPool pool = ProcessPool.create(WORKERS)) {
        ONE_EACH.forEach(Doomed::sayAtWork);
        pool.submit(() -> {}).join();
      }
    }
  }

  private static void sendBigItems(ProcessPool pool) {
    byte[] item = new byte[BIG_BYTES];
    Stream<byte[]> items = Collections.nCopies(Integer.MAX_VALUE, item).stream();
    try (Stream<byte[]> echoes = pool.stream(bytes -> bytes, items)) {
      echoes.peek(bytes -> ONE_EACH.forEach(Doomed::sayAtWork)).forEach(bytes -> {});
    }
  }

  private static void sayAtWork(int worker, Object stream, String line) {
    System.out.println(line);
  }

  // In the workers

  private static int sayAtWork(int item) {
    System.out.println(AT_WORK.get(item));
    return item;
  }

  private static int spin(int item) {
    sayAtWork(item);
    Victims.spinForever();
    return item;
  }

  /** A shell with a child of its own; it is the shell that says when both are there. */
  private static int haveChildren(int item) throws IOException, InterruptedException {
    String script = "sleep 600 & echo '" + AT_WORK.get(item) + "'; wait";
    return new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
  }

  private static int makeChildren(int item) throws IOException, InterruptedException {
    Queue<Process> children = new ArrayDeque<>();
    while (true) {
      children.add(new ProcessBuilder("sleep", "600").start());
      sayAtWork(item);
      if (children.size() > 5) {
        children.remove().destroyForcibly().waitFor();
      }
    }
  }
}
