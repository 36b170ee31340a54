package dev.procession.process.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.tunnel.Blob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {
  private static final byte[] CONTENT = "some classes".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  // Set up before each test, on its thread.
  private FileCache cache;
  private Blob blob;
  private int fetched;

  @BeforeEach
  void makeCache() throws Exception {
    cache = FileCache.ofJars(folder.resolve("jars"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(CONTENT);
    blob = new Blob(HexFormat.of().formatHex(hash), CONTENT.length);
  }

  private Path get(byte[] sent) throws IOException {
    return cache.get(
        blob,
        wanted -> {
          fetched++;
          return new ByteArrayInputStream(sent);
        });
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("jars"))) {
      return files.toList();
    }
  }

  @Test
  void fileIsFetchedOnceAndBelongsToItsOwner() throws Exception {
    Path first = get(CONTENT);
    Path second = get(CONTENT);

    assertEquals(first, second);
    assertEquals(1, fetched);
    assertArrayEquals(CONTENT, Files.readAllBytes(first));
    assertEquals(List.of(first), files());
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("jars"))));
  }

  @Test
  void fileThatWasChangedOnDiskIsFetchedAgain() throws Exception {
    Path file = get(CONTENT);
    Files.writeString(file, "other bytes!");

    get(CONTENT);

    assertEquals(2, fetched);
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void fileThatDoesNotComeAsItShouldIsNotKept() throws Exception {
    for (String sent : List.of("some", "some classez", "some classes and more", "")) {
      IOException failure =
          assertThrows(IOException.class, () -> get(sent.getBytes(StandardCharsets.UTF_8)));

      assertTrue(String.valueOf(failure.getMessage()).contains(blob.hash()), failure::getMessage);
      assertEquals(List.of(), files());
    }
  }
}
