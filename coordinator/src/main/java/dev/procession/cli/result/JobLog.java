package dev.procession.cli.result;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.cli.console.EscapedText;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.RawText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.OverlappingFileLockException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that has a line for each item that ended. Lines are handed to the system as soon as the
 * results that belong to them are written, so a command that is killed leaves all of them, and at
 * most the last one torn. Lines may come from any thread.
 */
public final class JobLog implements AutoCloseable {
  private static final int SHOWN_CHARS = 60;

  /** Locked, and never opened twice: closing any other handle would release the lock. */
  private final RandomAccessFile file;

  private final DoneItems done;

  // Guarded by this.
  private final StringBuilder pending = new StringBuilder();
  private @Nullable IOException failure;

  private JobLog(RandomAccessFile file, DoneItems done) {
    this.file = file;
    this.done = done;
  }

  /**
   * Starts a new log, replacing the contents of the file.
   *
   * @throws UsageException if the file cannot be written, or another command writes it
   */
  public static JobLog begin(String name) {
    return open(name, new DoneItems(), file -> 0);
  }

  /**
   * Continues a log, or starts one if there is none.
   *
   * @throws UsageException if the file is something else, or cannot be written, or another command
   *     writes it
   */
  public static JobLog resume(String name) {
    DoneItems done = new DoneItems();
    return open(name, done, file -> read(name, file, done));
  }

  /** The items done by earlier runs. */
  public DoneItems done() {
    return done;
  }

  /** Adds a line, to be written by the next {@link #flush}. */
  synchronized void append(JobLogLine line) {
    line.appendTo(pending);
  }

  /** Hands the lines that were added to the system, at once; after a failure it does nothing. */
  synchronized void flush() {
    if (failure == null && pending.length() > 0) {
      try {
        file.write(RawText.encode(pending.toString()));
      } catch (IOException e) {
        failure = e;
      }
    }
    pending.setLength(0);
  }

  /** The failure to write a line, if any. */
  synchronized Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    flush();
    try {
      file.close();
    } catch (IOException e) {
      throw new AssertionError("Nothing is held back that would have to be written", e);
    }
  }

  private void write(String line) throws IOException {
    file.write(RawText.encode(line + "\n"));
  }

  /** Reads a file that is locked, and returns the length to keep. */
  @FunctionalInterface
  private interface Beginning {
    long keptBytes(RandomAccessFile file) throws IOException;
  }

  private static JobLog open(String name, DoneItems done, Beginning beginning) {
    try {
      RandomAccessFile file = new RandomAccessFile(name, "rw");
      try {
        lock(name, file);
        JobLog log = new JobLog(file, done);
        log.truncate(beginning.keptBytes(file));
        return log;
      } catch (UsageException | IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      // Some of Java's messages begin with the name.
      String reason = String.valueOf(e.getMessage()).replace(name + " ", "");
      throw new UsageException("--joblog: cannot write " + name + ": " + reason);
    }
  }

  private static void lock(String name, RandomAccessFile file) {
    try {
      if (file.getChannel().tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Within one JVM a different exception is thrown.
    } catch (IOException noLocks) {
      // Some network file systems have no locks; then users are responsible.
      return;
    }
    throw new UsageException(
        "--joblog: another procession command is writing "
            + name
            + "; wait for it, or give another file");
  }

  private void truncate(long keptBytes) throws IOException {
    file.setLength(keptBytes);
    file.seek(keptBytes);
    if (keptBytes == 0) {
      write(JobLogLine.HEADER);
    }
  }

  /** Reads the complete lines, and returns the end of the last one. */
  private static long read(String name, RandomAccessFile file, DoneItems done) throws IOException {
    boolean isTorn = isTorn(file);
    // Bytes as characters: the relevant columns are ASCII, and a line may be cut off within a
    // character.
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(file.getChannel()), ISO_8859_1));
    String line = lines.readLine();
    for (long number = 1; line != null; number++) {
      String following = lines.readLine();
      if (following == null && isTorn) {
        boolean belongs = number > 1 || JobLogLine.HEADER.startsWith(line);
        return belongs ? file.length() - line.length() : refuse(name, number, line);
      }
      if (number == 1 ? !line.equals(JobLogLine.HEADER) : !isCounted(line, done)) {
        return refuse(name, number, line);
      }
      line = following;
    }
    return file.length();
  }

  /** Whether the last line is incomplete, because its writer was killed. */
  private static boolean isTorn(RandomAccessFile file) throws IOException {
    if (file.length() == 0) {
      return false;
    }
    file.seek(file.length() - 1);
    int last = file.read();
    file.seek(0);
    return last != '\n' && last != '\r'; // Either ends a line for the reader.
  }

  private static boolean isCounted(String line, DoneItems done) {
    try {
      JobLogLine.doneIn(line).ifPresent(done::add);
      return true;
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }

  private static long refuse(String file, long number, String bytes) {
    String line = EscapedText.of(new String(bytes.getBytes(ISO_8859_1), UTF_8));
    throw new UsageException(
        "--joblog: "
            + file
            + " is not a log that --resume can continue: line "
            + number
            + " is "
            + (line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…")
            + "; give another file, or omit --resume to overwrite this one");
  }
}
