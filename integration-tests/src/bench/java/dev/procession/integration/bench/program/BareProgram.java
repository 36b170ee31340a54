package dev.procession.integration.bench.program;

import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchPlan;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The physical limit: two JVMs and the pipes between them, or a JVM that does nothing. */
public final class BareProgram {
  private static final int TURN_BYTES = 32;

  private BareProgram() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    switch (arguments[0]) {
      case "turns" -> serveEcho(TURN_BYTES, (in, out) -> turns(count, in, out));
      case "payloads" -> serveEcho(Work.PAYLOAD_BYTES, (in, out) -> payloads(count, in, out));
      case "start" -> Rounds.serve(BareProgram::hello);
      case "idle" -> serveIdle();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** A round with a process that sends back what it gets. */
  private interface EchoRound {
    double run(InputStream echoed, OutputStream sent) throws Exception;
  }

  private static void serveEcho(int bytes, EchoRound round) throws Exception {
    Process echo = java(Echo.class, String.valueOf(bytes)).start();
    try (InputStream echoed = echo.getInputStream();
        OutputStream sent = echo.getOutputStream()) {
      Rounds.serve(() -> round.run(echoed, sent));
    }
    echo.waitFor();
  }

  private static double turns(int count, InputStream echoed, OutputStream sent) throws Exception {
    byte[] message = new byte[TURN_BYTES];
    return Rounds.medianSeconds(
        count,
        () -> {
          sent.write(message);
          sent.flush();
          Rounds.check(echoed.readNBytes(message, 0, TURN_BYTES) == TURN_BYTES, "echo ended");
        });
  }

  /** Both directions at once, as a pool uses them. */
  private static double payloads(int count, InputStream echoed, OutputStream sent)
      throws Exception {
    byte[] outgoing = Work.payloads(1).get(0);
    byte[] incoming = new byte[Work.PAYLOAD_BYTES];
    return Rounds.secondsEach(
        count,
        () -> {
          CompletableFuture<Void> writing =
              CompletableFuture.runAsync(() -> send(count, outgoing, sent));
          for (int i = 0; i < count; i++) {
            int read = echoed.readNBytes(incoming, 0, incoming.length);
            Rounds.check(read == incoming.length, "echo ended");
          }
          writing.get();
        });
  }

  private static void send(int count, byte[] message, OutputStream sent) {
    try {
      for (int i = 0; i < count; i++) {
        sent.write(message);
      }
      sent.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double hello() throws Exception {
    return Rounds.secondsEach(
        1,
        () ->
            java(Hello.class)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor());
  }

  /** With the flags that a worker has, so that what is left is what the worker does itself. */
  private static void serveIdle() throws Exception {
    List<String> flags =
        new LaunchPlan(LaunchOptions.defaults(2)).flags().stream().map(LaunchFlag::text).toList();
    try (BareJvm idle = BareJvm.start(flags)) {
      Rounds.serve(() -> ResidentMemory.bytesOf(idle.pid()));
    }
  }

  static ProcessBuilder java(Class<?> main, String... arguments) throws URISyntaxException {
    Path classes = Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(java.toString(), "-cp", classes.toString(), main.getName());
    builder.command().addAll(List.of(arguments));
    return builder;
  }

  /** Sends back what it gets, so many bytes at a time. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws IOException {
      byte[] message = new byte[Integer.parseInt(arguments[0])];
      // Not System.in and System.out, which do more than to read and to write.
      try (InputStream in = new FileInputStream(FileDescriptor.in);
          OutputStream out = new FileOutputStream(FileDescriptor.out)) {
        while (in.readNBytes(message, 0, message.length) == message.length) {
          out.write(message);
        }
      }
    }
  }

  /** The program that everyone writes first. */
  static final class Hello {
    private Hello() {}

    public static void main(String[] arguments) {
      System.out.println("Hello");
    }
  }
}
