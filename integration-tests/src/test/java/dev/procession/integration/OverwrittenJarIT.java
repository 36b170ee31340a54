package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing in a jar that is overwritten while it is used is missing in reports, too. */
final class OverwrittenJarIT {
  @TempDir private Path folder;

  @Test
  void nothingWaitsForEver() throws Exception {
    Path jar = Files.copy(Jvm.processionJar(), folder.resolve("app.jar"));
    List<String> flags = List.of("-cp", jar + ":" + classesOfTests());

    try (Jvm program = Jvm.startMain(flags, OverwrittenProgram.class, jar.toString())) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(4, ended.lines().size(), ended::toString);
      assertEquals(
          List.of(), ended.lines().stream().filter(line -> line.endsWith("waits")).toList());
    }
  }

  private static Path classesOfTests() throws Exception {
    return Path.of(
        OverwrittenProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
