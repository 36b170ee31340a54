package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as it is unpacked from a distribution: in bin, beside lib, with nothing to build.
 */
@Tag("extended")
final class DistributionIT {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();

  @TempDir private Path folder;

  private Path unpacked;

  @BeforeEach
  void unpackAndProtect() throws IOException {
    unpacked = folder.resolve("opt/procession-1");
    Files.createDirectories(unpacked.resolve("bin"));
    Files.createDirectories(unpacked.resolve("lib"));
    Files.copy(ROOT.resolve("procession"), unpacked.resolve("bin/procession"));
    Files.copy(Jvm.processionJar(), unpacked.resolve("lib/procession.jar"));
    setPermissions("r-xr-xr-x");
  }

  @AfterEach
  void unprotect() throws IOException {
    setPermissions("rwxr-xr-x");
  }

  private void setPermissions(String permissions) throws IOException {
    try (Stream<Path> all = Files.walk(unpacked)) {
      for (Path each : all.toList()) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  /** As somebody who may not write there, which root may. */
  private List<String> command(String program) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      Needs.program("setpriv");
      command.addAll(
          List.of("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"));
    }
    command.addAll(List.of(program, "map", "x -> x * x", "1", "2", "3"));
    return command;
  }

  @Test
  void programRunsFromAReadOnlyFolder() throws IOException {
    Jvm.Ended ended = run(command(unpacked.resolve("bin/procession").toString()));

    assertEquals("1\n4\n9\n", ended.out());
    assertEquals("", ended.err());
    try (Stream<Path> lib = Files.list(unpacked.resolve("lib"))) {
      assertEquals(List.of(unpacked.resolve("lib/procession.jar")), lib.toList());
    }
  }

  @Test
  void programRunsByASymbolicLink() throws IOException {
    Path link = Files.createDirectories(folder.resolve("usr/bin")).resolve("procession");
    Files.createSymbolicLink(link, Path.of("../../opt/procession-1/bin/procession"));

    Jvm.Ended ended = run(command(link.toString()));

    assertEquals("1\n4\n9\n", ended.out());
    assertTrue(ended.err().isEmpty(), ended::err);
  }

  private Jvm.Ended run(List<String> command) {
    try (Jvm program = Jvm.start(folder, command)) {
      return program.end().expect(0);
    }
  }
}
