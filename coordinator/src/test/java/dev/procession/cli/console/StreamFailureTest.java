package dev.procession.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** The launcher makes closed streams fail where they are used. */
final class StreamFailureTest {
  private static final InputStream UNREADABLE =
      new InputStream() {
        @Override
        public int read() throws IOException {
          throw closed();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          throw closed();
        }
      };

  private static final OutputStream UNWRITABLE =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw closed();
        }
      };

  private static IOException closed() {
    return new IOException("Bad file descriptor");
  }

  @Test
  void closedInputIsNamedBeforeAndAfterTheTypeIsKnown() {
    CommandRun undecided =
        CommandRun.with(UNREADABLE, new ByteArrayOutputStream(), "map", "x -> x");
    CommandRun declared =
        CommandRun.with(UNREADABLE, new ByteArrayOutputStream(), "map", "(String x) -> x");

    String before = "procession: cannot read the items: the stream is closed\n";
    assertEquals(new CommandRun(1, "", before), undecided);
    String after = "procession: cannot read further items: the stream is closed\n";
    assertEquals(1, declared.status());
    assertEquals(after, declared.err());
  }

  @Test
  void closedOutputIsNamed() {
    CommandRun run =
        CommandRun.with(InputStream.nullInputStream(), UNWRITABLE, "map", "x -> x", "1");

    assertEquals(1, run.status());
    assertEquals("procession: cannot write to stdout: the stream is closed\n", run.err());
  }

  @Test
  void otherReasonsAreLeftAsTheyAre() {
    assertEquals(
        "No space left on device",
        StreamFailure.reason(new IOException("No space left on device")));
  }

  @Test
  void failuresOfFilesAreSaidInWords() {
    assertEquals(
        "there is no such file or folder",
        StreamFailure.ofFile(new NoSuchFileException("/proc/foo")));
    assertEquals("permission denied", StreamFailure.ofFile(new AccessDeniedException("/x")));
    assertEquals(
        "No space left on device",
        StreamFailure.ofFile(new FileSystemException("/x", null, "No space left on device")));
    assertEquals("Is a directory", StreamFailure.ofFile(new IOException("Is a directory")));
  }
}
