package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveStoreTest {
  @TempDir Path home;

  private ArchiveStore store;

  @BeforeEach
  void openStore() {
    store = new ArchiveStore(home.resolve("caches").resolve("store"));
  }

  @Test
  void archiveIsFoundByItsKeyOnly() throws IOException {
    add("one", "class data");

    assertEquals("class data", Files.readString(store.find("one").orElseThrow()));
    assertTrue(store.find("on").isEmpty());
    assertTrue(store.find("two").isEmpty());
  }

  @Test
  void archiveThatWasCutShortIsNotFound() throws IOException {
    Path archive = add("one", "class data");
    Files.writeString(archive, "class dat");

    assertTrue(store.find("one").isEmpty());
  }

  @Test
  void archiveOfWhichOneByteChangedIsNotFound() throws IOException {
    Path archive = add("one", "class data");
    Files.writeString(archive, "class dato");

    assertTrue(store.find("one").isEmpty());
  }

  @Test
  void archiveThatIsBeingMadeIsNotFound() throws IOException {
    Path folder = store.begin("one").orElseThrow();
    Files.writeString(folder.resolve("made"), "class");

    assertTrue(store.find("one").isEmpty());
  }

  @Test
  void onlyOneMakesAnArchiveAtATime() {
    Path folder = store.begin("one").orElseThrow();

    assertTrue(store.begin("one").isEmpty());
    assertTrue(store.begin("two").isPresent());

    store.end(folder);

    assertTrue(store.begin("one").isPresent());
  }

  @Test
  void makerThatWasKilledKeepsNobodyFromIt() throws IOException {
    Path abandoned = store.begin("one").orElseThrow();
    Files.writeString(abandoned.resolve("made"), "class");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    Path folder = store.begin("one").orElseThrow();

    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void archivesThatWereNotUsedForTheLongestTimeAreDropped() throws IOException {
    Instant start = Instant.parse("2000-01-01T00:00:00Z");
    for (int i = 0; i < ArchiveStore.MAX_ARCHIVES; i++) {
      Files.setLastModifiedTime(add("key" + i, "data " + i), FileTime.from(start.plusSeconds(i)));
    }
    assertTrue(store.find("key0").isPresent());

    add("last", "data");

    assertTrue(store.find("key0").isPresent(), "was used just now");
    assertTrue(store.find("key1").isEmpty(), "was used the longest time ago");
    assertTrue(store.find("key2").isPresent());
    assertTrue(store.find("last").isPresent());
  }

  @Test
  void whereNothingCanBeWrittenNothingIsMade() throws IOException {
    // A file where the folder would be: nobody can write there, the superuser included.
    Files.writeString(home.resolve("file"), "in the way");

    assertEquals(Optional.empty(), new ArchiveStore(home.resolve("file/store")).begin("one"));
    assertEquals(Optional.empty(), new ArchiveStore(home.resolve("file")).begin("one"));
    assertEquals(Optional.empty(), new ArchiveStore(home.resolve("file")).find("one"));
  }

  @Test
  void storeIsItsOwnersOnly() throws IOException {
    Path folder = store.begin("one").orElseThrow();

    for (Path own : List.of(folder, folder.getParent())) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
    }
  }

  @Test
  void unfinishedFolderIsGoneAfterwards() throws IOException {
    Path folder = store.begin("one").orElseThrow();
    Files.writeString(folder.resolve("made"), "class", StandardOpenOption.CREATE_NEW);

    store.end(folder);

    assertFalse(Files.exists(folder));
  }

  private Path add(String key, String content) throws IOException {
    Path folder = store.begin(key).orElseThrow();
    store.add(key, Files.writeString(folder.resolve("made"), content));
    store.end(folder);
    return store.find(key).orElseThrow();
  }
}
