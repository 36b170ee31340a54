package dev.procession.integration;

import dev.procession.ProcessPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A program that squares numbers on two hosts; says when it begins, and prints the sum. */
final class SuspendedProgram {
  static final int ITEMS = 300;

  private SuspendedProgram() {}

  public static void main(String[] arguments) throws Exception {
    FakeHosts hosts = new FakeHosts(Path.of(arguments[0]));
    Stream<Integer> items = IntStream.range(0, ITEMS).boxed();
    try (ProcessPool pool =
            hosts
                .pool(hosts.cluster("1/p", "1/q").hostTimeout(Duration.ofSeconds(3)))
                .hostRetries(100)
                .build();
        Stream<Integer> squares = pool.stream(SuspendedProgram::square, items)) {
      System.out.println(
          squares.peek(s -> System.out.println("square " + s)).mapToInt(s -> s).sum());
    }
  }

  private static int square(int i) throws InterruptedException {
    Thread.sleep(20);
    return i * i;
  }
}
