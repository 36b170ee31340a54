package dev.procession.integration;

import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tasks that behave, and tasks that do not: tiny functions, named for what they do. */
@SuppressWarnings({"DoNotCallSuggester", "InfiniteRecursion", "UnusedVariable"})
final class Victims {
  private static final int POISON = 5_000;

  private Victims() {}

  // Harmless

  static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  static String swapNull(String item) {
    return item == null ? "was null" : null;
  }

  static long pid(Object item) {
    return ProcessHandle.current().pid();
  }

  /** A little work: it takes the time in which others may kill the worker. */
  static int work(int item) {
    long sum = 0;
    for (int i = 0; i < 200_000; i++) {
      sum += Long.bitCount(i * 31L + item);
    }
    return sum == 0 ? -1 : item;
  }

  // Those that throw

  static int failOnSeven(int item) {
    if (item == 7) {
      throw new IllegalStateException("no sevens");
    }
    return item;
  }

  static int divide(int item) {
    return 6 / item;
  }

  /** An exception with data of its own. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refused(int code, Throwable cause) {
      super("refused with " + code, cause);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  static int refuse(int item) throws Refused {
    throw new Refused(item, new IOException("the disk"));
  }

  /** An exception that nobody can make without a list, and whose message is not in a field. */
  @SuppressWarnings("serial")
  static final class Odd extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final List<String> parts;

    Odd(List<String> parts) {
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("no parts");
      }
      this.parts = parts;
    }

    @Override
    public String getMessage() {
      return String.join("+", parts);
    }
  }

  static int throwOdd(int item) {
    throw new Odd(List.of("odd", "one"));
  }

  /** An exception that cannot be serialized. */
  static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // That is the point.
    private final Object handle = new Thread("never started");

    Unserializable(String message) {
      super(message);
    }
  }

  static int throwUnserializable(int item) {
    throw new Unserializable("holds " + item);
  }

  static int throwError(int item) {
    throw new AssertionError("not an Exception");
  }

  static void failToBegin() {
    throw new IllegalStateException("cannot begin");
  }

  static int overflowTheStack(int item) {
    return overflowTheStack(item + 1) + 1;
  }

  static int fillTheHeapAtFive(int item) {
    List<byte[]> kept = new ArrayList<>();
    while (item == 5) {
      kept.add(new byte[4 << 20]);
    }
    return kept.size();
  }

  // Those that end their process

  static void spinForever() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  static int printPidAndSpin(int item) {
    System.out.println(ProcessHandle.current().pid());
    spinForever();
    return item;
  }

  static long spinOnSeven(int item) {
    if (item == 7) {
      spinForever();
    }
    return ProcessHandle.current().pid();
  }

  static int exitWith42(int item) {
    System.exit(42);
    return item;
  }

  static int haltWith7At5000(int item) {
    if (item == POISON) {
      System.err.println("about to halt at " + item);
      Runtime.getRuntime().halt(7);
    }
    return item;
  }

  static int killItselfAt5000(int item) throws Exception {
    if (item == POISON) {
      killItself(item);
    }
    return item;
  }

  static int killItself(int item) throws Exception {
    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    while (true) {
      Thread.onSpinWait();
    }
  }

  static int haltIfOdd(int item) {
    if (item % 2 == 1) {
      Runtime.getRuntime().halt(item);
    }
    return item;
  }

  static int haltOnFirstAttempt(int item) {
    int attempt = WorkerContext.current().attempt();
    if (attempt == 1) {
      Runtime.getRuntime().halt(1);
    }
    return attempt;
  }

  // Those that print and read

  static final int LOT_LINES = 500;
  static final int LOT_CHARS = 200;

  static int printBoth(int item) {
    System.out.println("out " + item + " é");
    System.err.println("err " + item);
    System.out.print("no end of line");
    return item;
  }

  static int startNoisyChild(int item) throws Exception {
    return new ProcessBuilder("sh", "-c", "echo noise; cat").inheritIO().start().waitFor();
  }

  /** Holds the worker's standard streams for a minute, or until it is killed. */
  static long startLongLivedChild(int item) throws Exception {
    return new ProcessBuilder("sleep", "60").inheritIO().start().pid();
  }

  static int writeToDescriptorOne(int item) throws IOException {
    try (OutputStream raw = Files.newOutputStream(Path.of("/dev/stdout"))) {
      raw.write(("raw " + item + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return item;
  }

  static int readStandardInput(int item) throws IOException {
    return System.in.read();
  }

  static int printALot(int item) {
    String line = Character.toString('A' + item % 26).repeat(LOT_CHARS);
    for (int i = 0; i < LOT_LINES; i++) {
      System.out.println(line);
    }
    return item;
  }

  static String lookUp(String what) throws IOException {
    String name = what.substring(what.indexOf(':') + 1);
    if (what.startsWith("property:")) {
      return System.getProperty(name);
    }
    if (what.startsWith("env:")) {
      return System.getenv(name);
    }
    if (what.startsWith("resource:")) {
      try (InputStream in = Victims.class.getResourceAsStream(name)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return Path.of("").toAbsolutePath().toString();
  }

  // Those that know where they are

  /** A counter that each JVM has for itself. */
  static int counter;

  static int count(Object item) {
    return ++counter;
  }
}
