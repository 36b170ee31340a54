package dev.procession.cli.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.program.ProgramFunction.ProgramEnd;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that end their JVM, and go on in it. */
@Timeout(60)
final class ExitCallsTest {
  @TempDir private Path folder;

  /** A program with all that is redirected, between instructions of every length. */
  static final class Ending {
    public static void main(String[] arguments) throws Exception {
      int wide = 0;
      for (String argument : arguments) {
        wide += 70_000 + argument.length();
      }
      Object[][] grid = new Object[2][3];
      switch (arguments[0]) {
        case "exit" -> System.exit(3);
        case "runtime" -> Runtime.getRuntime().exit(260);
        case "halt" -> Runtime.getRuntime().halt(5);
        case "hook" ->
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print("hook")));
        case "unhook" -> {
          Thread hook = new Thread(() -> System.out.print("never"));
          Runtime.getRuntime().addShutdownHook(hook);
          System.out.print(Runtime.getRuntime().removeShutdownHook(hook));
        }
        case "delete" -> new File(arguments[1]).deleteOnExit();
        case "throw" -> throw new IOException("no " + wide + grid.length);
        case "thread" -> new Thread(() -> System.exit(9)).start();
        case "swallow" -> {
          try {
            System.exit(8);
          } catch (Error e) {
            System.out.print("never");
          }
        }
        default -> System.out.print("through");
      }
      switch (wide) {
        case 1 -> System.out.print(1);
        case 1_000_000 -> System.out.print(2);
        default -> System.out.print(" end");
      }
    }
  }

  /** Nothing to redirect. */
  static final class Harmless {
    static int twice(int number) {
      return 2 * number;
    }
  }

  @Test
  void endOfAProgramIsNotThatOfTheJvm() throws Exception {
    Object[][] all = {
      {"exit", 3, ""},
      {"runtime", 4, ""},
      {"halt", 5, ""},
      {"hook", 0, " endhook"},
      {"unhook", 0, "true end"},
      {"through", 0, "through end"},
      {"throw", 1, ""},
      {"swallow", 8, ""},
    };
    for (Object[] one : all) {
      ProgramEnd end = call((String) one[0]);

      assertEquals(one[1], end.exitCode(), (String) one[0]);
      assertEquals(one[2], new String(end.output().out(), StandardCharsets.UTF_8));
    }
    assertEquals(9, call("thread").exitCode());
  }

  @Test
  void whatIsToBeDeletedAtTheEndIsDeleted() throws Exception {
    Path file = Files.createFile(folder.resolve("temporary"));

    call("delete", file.toString());

    assertTrue(Files.notExists(file));
  }

  @Test
  void uncaughtExceptionIsReportedAsByAJvm() throws Exception {
    String err = new String(call("throw").output().err(), StandardCharsets.UTF_8);

    assertTrue(err.startsWith("Exception in thread \"main\" java.io.IOException: no 70005"), err);
    assertEquals(2, err.lines().count(), err);
  }

  @Test
  void classThatEndsNothingStaysAsItIs() throws Exception {
    byte[] original = bytes(Harmless.class);

    assertSame(original, ExitCalls.redirected(original));
    assertEquals(4, Harmless.twice(2));
  }

  @Test
  void whatIsNoClassStaysAsItIs() {
    byte[] nonsense = {1, 2, 3};

    assertSame(nonsense, ExitCalls.redirected(nonsense));
  }

  private static ProgramEnd call(String... arguments) throws Exception {
    ClassLoader loader =
        new ClassLoader(ExitCallsTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Ending.class.getName())) {
              return super.loadClass(name, resolve);
            }
            try {
              byte[] bytes = ExitCalls.redirected(bytes(Ending.class));
              return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        };
    Method main =
        loader.loadClass(Ending.class.getName()).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    JvmState before = JvmState.now();
    ProgramStreams streams = new ProgramStreams();
    ProgramCall call = new ProgramCall(streams);
    try {
      streams.begin(new byte[0], Optional.empty(), Optional.empty());
      return call.run(main, arguments, loader);
    } finally {
      before.restore();
    }
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
