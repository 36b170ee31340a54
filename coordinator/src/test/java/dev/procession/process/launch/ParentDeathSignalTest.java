package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathSignalTest {
  @TempDir Path folder;

  @Test
  void firstProgramThatKnowsTheOptionIsTaken() throws IOException {
    Path missing = folder.resolve("missing");
    Path old = program("old", "nnp\0no-new-privs\0");
    Path good = program("good", "\u00ffELF\0nnp\0pdeathsig\0");

    assertEquals(
        List.of(good.toString(), "--pdeathsig", "CONT"),
        ParentDeathSignal.prefix(List.of(missing, old, good)));
  }

  @Test
  void withoutSuchAProgramTheCommandStandsAlone() throws IOException {
    Path notForUs = program("not-executable", "pdeathsig");
    assertTrue(notForUs.toFile().setExecutable(false, false));

    assertEquals(List.of(), ParentDeathSignal.prefix(List.of(folder.resolve("missing"), notForUs)));
  }

  private Path program(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }
}
