package dev.procession.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineFileTest {
  @TempDir private Path folder;

  private TimelineFile open(Path file) throws IOException {
    return TimelineFile.open(file, new Timeline(), "a test");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"a.html, <!doctype html>", "a.JSON, {\"displayTimeUnit\":\"ms\""})
  void endingOfTheNameSaysWhatIsWritten(String name, String begin) throws IOException {
    Path file = folder.resolve(name);

    open(file).write();

    assertTrue(Files.readString(file).startsWith(begin));
    assertEquals(List.of(file), files());
  }

  @Test
  void linkStaysAndWhatItLeadsToIsReplaced() throws IOException {
    Path file = folder.resolve("dated.html");
    Files.writeString(file, "old");
    Path link = Files.createSymbolicLink(folder.resolve("latest.html"), file);

    open(link).write();

    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.readString(file).startsWith("<!doctype html>"));
  }

  @Test
  void linkToADeviceIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a.html"), Path.of("/dev/null"));

    IOException e = assertThrows(IOException.class, () -> open(link));

    assertEquals("it is not a regular file", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "html", "a.html.gz"})
  void otherEndingIsRefusedAndBothAreNamed(String name) throws IOException {
    Exception e = assertThrows(IllegalArgumentException.class, () -> open(folder.resolve(name)));

    assertTrue(String.valueOf(e.getMessage()).contains(".html"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(".json"), e.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void openingLeavesTheFileAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("a.html"), "before");

    open(file).forgo();

    assertEquals("before", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void fileThatIsThereIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("a.html"), "before");

    open(file).write();

    assertTrue(Files.readString(file).startsWith("<!doctype html>"));
  }

  @Test
  void folderThatIsNotThereIsNamedBeforeAnything() {
    Path file = folder.resolve("none").resolve("a.html");

    IOException e = assertThrows(IOException.class, () -> open(file));

    assertEquals("there is no folder " + folder.resolve("none"), e.getMessage());
  }

  @Test
  void folderCannotBeTheFile() throws IOException {
    Path file = Files.createDirectory(folder.resolve("a.html"));

    IOException e = assertThrows(IOException.class, () -> open(file));

    assertEquals("it is a folder", e.getMessage());
  }

  @Test
  void failureAtTheEndLeavesNothingBehind() throws IOException {
    Path file = folder.resolve("a.html");
    TimelineFile opened = open(file);
    Files.createDirectories(file.resolve("in the way"));

    IOException e = assertThrows(IOException.class, opened::write);

    assertTrue(opened.failure(e).startsWith("cannot write the timeline " + file + ": "));
    assertEquals(List.of(file), files());
  }
}
