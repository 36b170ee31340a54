package dev.procession.cluster.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineFolderTest {
  @TempDir private Path parent;

  private Path folder(String name, String permissions) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    return folder;
  }

  private Set<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.collect(Collectors.toSet());
    }
  }

  @Test
  void folderWhoseProcessesWereKilledIsDeletedByTheNext() throws Exception {
    Path abandoned = folder("procession-engine-0-a", "rwx------");
    Files.createFile(abandoned.resolve("alive"));
    Files.createFile(Files.createDirectory(abandoned.resolve("work")).resolve("file"));

    try (EngineFolder made = EngineFolder.create(parent)) {
      assertEquals(Set.of(made.path()), folders());
    }

    assertEquals(Set.of(), folders());
  }

  @Test
  void whatMayBelongToOthersStays() throws Exception {
    Path young = folder("procession-engine-0-b", "rwx------");
    Path open = folder("procession-engine-0-c", "rwxr-xr-x");
    Files.createFile(open.resolve("alive"));

    try (EngineFolder first = EngineFolder.create(parent);
        EngineFolder second = EngineFolder.create(parent)) {
      assertEquals(Set.of(young, open, first.path(), second.path()), folders());
      assertTrue(Files.exists(first.path().resolve("alive")));
    }

    assertEquals(Set.of(young, open), folders());
  }
}
