package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.ProgressPage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder belongs to the pool, but its workers can put into it what they like. */
@Timeout(20)
class PoolFolderTest {
  private static final long PID = 4711;

  @TempDir private Path elsewhere;

  private final PoolFolder folder = new PoolFolder();

  @AfterEach
  void delete() {
    folder.delete();
  }

  private Path report() throws IOException {
    return folder.path().resolve("hs_err_" + PID + ".log");
  }

  @Test
  void folderAndFilesAreTheOwnersOnly() throws Exception {
    ProgressPage.create(folder.file("page"));

    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.file("page"))));
  }

  /** By a cleaner of temp folders, since it was empty for days. */
  @Test
  void folderThatWasTakenIsMadeAgain() throws Exception {
    Path taken = folder.path();
    Files.delete(taken);

    ProgressPage.create(folder.file("page"));

    assertTrue(Files.exists(folder.path().resolve("page")));
    folder.delete();
    assertFalse(Files.exists(taken));
  }

  @Test
  void folderThatWasReplacedIsNotUsed() throws Exception {
    Path taken = folder.path();
    Files.delete(taken);
    Files.createSymbolicLink(taken, elsewhere);
    assertNotEquals(taken, folder.path());
    Path second = folder.path();
    Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertNotEquals(second, folder.path());

    Files.delete(taken);
    Files.delete(second);
  }

  @Test
  void folderThatCannotBeWrittenIsNamedWithTheReason() {
    assertEquals("No space left on device", reasonOf(new IOException("No space left on device")));
    assertEquals("it does not exist", reasonOf(new NoSuchFileException("/full/procession-1")));
    assertEquals(
        "Read-only file system",
        reasonOf(new FileSystemException("/full/x", null, "Read-only file system")));
  }

  private static String reasonOf(IOException cause) {
    String message = String.valueOf(PoolFolder.unwritable(Path.of("/full"), cause).getMessage());
    assertTrue(message.startsWith("cannot write to the temp folder /full ("), message);
    return message.substring(message.indexOf('(') + 1, message.indexOf(");"));
  }

  @Test
  void headOfCrashReportIsTakenOnce() throws Exception {
    Files.writeString(report(), "line\n".repeat(1000));

    assertEquals(Optional.of("line\n".repeat(30).strip()), folder.takeCrashReport(PID));
    assertEquals(Optional.empty(), folder.takeCrashReport(PID));
  }

  @Test
  void crashReportWithoutEndIsNotReadToItsEnd() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(report().toFile(), "rw")) {
      huge.setLength(1L << 40);
    }

    assertEquals(64 << 10, folder.takeCrashReport(PID).orElseThrow().length());
  }

  @Test
  void crashReportThatIsLinkToAnotherFileIsNotRead() throws Exception {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
    Files.createSymbolicLink(report(), secret);

    assertFalse(folder.takeCrashReport(PID).orElseThrow().contains("secret"));
    assertTrue(Files.exists(secret));
  }

  @Test
  void crashReportThatIsPipeIsNotWaitedFor() throws Exception {
    int code = new ProcessBuilder("mkfifo", report().toString()).start().waitFor();
    assertEquals(0, code);

    assertEquals(Optional.of("(the crash report is not a file)"), folder.takeCrashReport(PID));
  }

  @Test
  void folderThatWasNotMadeIsNotMadeForACrashReport() throws Exception {
    Path path = folder.path();
    folder.delete();

    assertEquals(Optional.empty(), folder.takeCrashReport(PID));

    assertFalse(Files.exists(path));
  }

  @Test
  void hooksOfTheUsersFindTheFolderAsItWas() throws Exception {
    Path page = folder.file("page");
    ProgressPage.create(page);

    folder.exit();

    assertTrue(Files.exists(page));
    ProgressPage.create(folder.file("another"));
    assertEquals(page.getParent(), folder.path());
  }

  @Test
  void nothingIsDeletedBehindLinks() throws Exception {
    Path file = Files.writeString(elsewhere.resolve("file"), "mine");
    Path path = folder.path();
    Files.createSymbolicLink(path.resolve("link"), elsewhere);
    Files.createDirectories(path.resolve("a/b"));
    Files.writeString(path.resolve("z"), "after the others");

    folder.delete();

    assertTrue(Files.exists(file));
    assertFalse(Files.exists(path.resolve("z")));
    Files.delete(path.resolve("a/b"));
    Files.delete(path.resolve("a"));
    Files.delete(path);
  }

  @Test
  void folderThatHasBecomeLinkIsLeftAlone() throws Exception {
    Path file = Files.writeString(elsewhere.resolve("file"), "mine");
    Path path = folder.path();
    Files.delete(path);
    Files.createSymbolicLink(path, elsewhere);

    folder.delete();

    assertTrue(Files.exists(file));
    Files.delete(path);
  }
}
