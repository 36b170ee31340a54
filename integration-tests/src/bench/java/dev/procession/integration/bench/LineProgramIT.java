package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.bench.program.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contenders that are processes; that they leave none behind is watched over everywhere. */
final class LineProgramIT {
  /** Takes what its argument says. */
  static final class Steady {
    private Steady() {}

    public static void main(String[] arguments) throws Exception {
      Rounds.serve(() -> Double.parseDouble(arguments[0]));
    }
  }

  /** Is ready, and no more. */
  static final class Collapsing {
    private Collapsing() {}

    public static void main(String[] arguments) throws Exception {
      Rounds.serve(
          () -> {
            throw new IllegalStateException("out of breath");
          });
    }
  }

  /** Prints what nobody asked for. */
  static final class Chatty {
    private Chatty() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println("Hello!");
      Rounds.serve(() -> 1);
    }
  }

  @Test
  void programAnswersEachRoundWithItsFigure() throws Exception {
    try (Contender steady = open(Steady.class, 2.5)) {
      assertEquals(2.5, steady.round(), 0);
      assertEquals(2.5, steady.round(), 0);
    }
  }

  @Test
  void interpreterIsTheOneThatAWrapperRuns(@TempDir Path folder) throws IOException {
    Path wrapper = folder.resolve("python");
    // As the wrapper's own interpreter would answer.
    Files.writeString(wrapper, "#!/bin/sh\necho /opt/python/bin/python3\n");
    assertTrue(wrapper.toFile().setExecutable(true));

    assertEquals("/opt/python/bin/python3", LineProgram.interpreterOf(wrapper.toString()));
  }

  @Test
  void commandThatDoesNotSayItsInterpreterIsUsedItself(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("python");
    assertEquals(missing.toString(), LineProgram.interpreterOf(missing.toString()));
    assertEquals("false", LineProgram.interpreterOf("false"));
  }

  @Test
  void programThatDiesIsQuoted() throws Exception {
    try (Contender collapsing = open(Collapsing.class)) {
      IOException e = assertThrows(IOException.class, collapsing::round);

      assertTrue(e.toString().contains("out of breath"), e.toString());
      assertTrue(e.toString().contains(Collapsing.class.getName()), e.toString());
    }
  }

  @Test
  void programThatIsNotReadyIsRefused() {
    IOException e = assertThrows(IOException.class, () -> open(Chatty.class));

    assertTrue(e.toString().contains("'Hello!'"), e.toString());
  }

  @Test
  void programThatWasNotCompiledIsUnavailable() {
    Entrant.Opening missing = LineProgram.java(List.of(), "no.such.Program");

    assertThrows(UnavailableException.class, missing::open);
  }

  @Test
  void interpreterThatIsNotThereIsAReason() {
    assertThrows(
        IOException.class, () -> LineProgram.script("no-such-python", Path.of("script")).open());
  }

  private static Contender open(Class<?> program, Object... arguments) throws Exception {
    return LineProgram.java(List.of(), program.getName(), arguments).open();
  }
}
