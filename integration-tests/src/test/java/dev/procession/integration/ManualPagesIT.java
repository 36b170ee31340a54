package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages of a distribution, written as its build writes them and read by mandoc. */
final class ManualPagesIT {
  private static final String GENERATOR = "dev.procession.cli.ManualPages";

  @TempDir private Path folder;

  private Path mandoc;

  @BeforeEach
  void writePages() {
    mandoc = Needs.program("mandoc");
    String classPath =
        Jvm.root().resolve("coordinator/target/test-classes")
            + File.pathSeparator
            + Jvm.processionJar();
    run(Jvm.java(Jvm.ownHome()), "-cp", classPath, GENERATOR, ".", "1.2", "2026-01-31T00:00:00Z");
  }

  @Test
  void pagesHaveNoMistake() throws IOException {
    List<String> check = new ArrayList<>(List.of(mandoc.toString(), "-T", "lint", "-W", "warning"));
    try (Stream<Path> pages = Files.list(folder)) {
      pages.forEach(page -> check.add(page.getFileName().toString()));
    }

    assertEquals("", run(check.toArray(String[]::new)).out());
    assertTrue(check.size() > 10, check::toString);
  }

  @Test
  void pageReadsAsTheHelpDoes() {
    String page = run(mandoc.toString(), "-T", "utf8", "procession-sh.1").out();

    // Bold and italic characters are struck twice on the terminals for which this was made.
    String plain = page.replaceAll(".\b", "");
    assertTrue(plain.contains("-d, --delimiter=C\n"), plain);
    assertTrue(plain.contains("procession sh [OPTIONS] COMMAND [::: ITEM...]\n"), plain);
    assertTrue(plain.contains("procession sh --joblog log 'convert {} {.}.jpg'\n"), plain);
    assertTrue(plain.contains("Procession 1.2"), plain);
    assertTrue(plain.contains("2026-01-31"), plain);
  }

  private Ended run(String... command) {
    try (Jvm program = Jvm.start(folder, List.of(command))) {
      return program.end().expect(0);
    }
  }
}
