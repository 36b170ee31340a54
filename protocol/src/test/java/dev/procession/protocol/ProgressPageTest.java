package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressPageTest {
  private static Path created(Path folder) throws IOException {
    Path file = folder.resolve("page");
    ProgressPage.create(file);
    return file;
  }

  @Test
  void freshPageSaysThatNothingRuns(@TempDir Path folder) throws IOException {
    Path file = created(folder);
    try (ProgressPageReader reader = new ProgressPageReader(file)) {
      assertEquals(Optional.empty(), reader.read());
      assertEquals(ProgressPage.BYTES, Files.size(file));
    }
  }

  @Test
  void readerSeesWhatTheWorkerSaid(@TempDir Path folder) throws IOException {
    Path file = created(folder);
    ProgressPage page = ProgressPage.map(file);
    try (ProgressPageReader reader = new ProgressPageReader(file)) {
      for (Running running :
          new Running[] {
            new Running(0, 0),
            new Running(5, 6),
            new Running(Protocol.MAX_CHUNK_ID, Protocol.MAX_CHUNK_ITEMS - 1)
          }) {
        page.running(running.chunkId(), running.position());
        assertEquals(Optional.of(running), reader.read());
      }
      page.idle();
      assertEquals(Optional.empty(), reader.read());
    }
  }

  @Test
  void pageThatWasCutOffSaysNothing(@TempDir Path folder) throws IOException {
    Path file = created(folder);
    ProgressPage.map(file).running(1, 2);
    try (ProgressPageReader reader = new ProgressPageReader(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);

      assertEquals(Optional.empty(), reader.read());
    }
  }

  @Test
  void missingAndShortPagesAreIoExceptions(@TempDir Path folder) throws IOException {
    Path file = created(folder);
    Path none = folder.resolve("none");
    Files.write(none, new byte[3]);

    assertThrows(IOException.class, () -> ProgressPage.map(none));
    assertThrows(IOException.class, () -> new ProgressPageReader(folder.resolve("nothing")));
    assertThrows(IOException.class, () -> ProgressPage.create(file));
  }
}
