package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A limit of the operating system is reached: not by workers but by the coordinator itself. */
final class StarvedIT {
  /** What the JVM has open already stays open; nothing new can be opened. */
  private static final int NO_MORE_FILES = 5;

  private static final int PLENTY_OF_FILES = 4096;

  @Test
  void poolThatGetsNoFileDescriptorSaysSoAndTheNextOneWorks() throws Exception {
    Path prlimit = Needs.program("prlimit");
    Gate starving = Gate.closed();
    Gate fed = Gate.closed();
    try (Jvm program = Jvm.startMain(StarvedProgram.class, starving.folder(), fed.folder())) {
      program.awaitLines(1);
      limitFiles(prlimit, program.pid(), NO_MORE_FILES);
      starving.open();
      program.awaitLines(2);
      limitFiles(prlimit, program.pid(), PLENTY_OF_FILES);
      fed.open();

      List<String> said = program.end().expect(0).lines();

      assertEquals("[2]", said.get(0));
      assertTrue(said.get(1).startsWith("WorkerStartException"), said.get(1));
      assertTrue(said.get(1).contains("Too many open files"), said.get(1));
      assertEquals("[2]", said.get(2));
    }
  }

  private static void limitFiles(Path prlimit, long pid, int files)
      throws IOException, InterruptedException {
    Process limiting =
        new ProcessBuilder(
                prlimit.toString(), "--pid", Long.toString(pid), "--nofile=" + files + ":")
            .start();
    assertEquals(0, limiting.waitFor());
  }
}
