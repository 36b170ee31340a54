package dev.procession.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.OverlappingFileLockException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that has a line for each item that ended. A line is handed to the system as soon as it
 * is there and in one piece, so a command that is killed leaves all of them, and at most the last
 * one torn. Lines may come from any thread.
 */
final class JobLog implements AutoCloseable {
  private static final int SHOWN_CHARS = 60;

  /** Locked, and never opened twice: to close any other handle would let the lock go. */
  private final RandomAccessFile file;

  private final DoneItems done;

  /** Guarded by this. */
  private @Nullable IOException failure;

  private JobLog(RandomAccessFile file, DoneItems done) {
    this.file = file;
    this.done = done;
  }

  /**
   * A log that begins here; what was in the file is gone.
   *
   * @throws UsageException if the file cannot be written, or another command writes it
   */
  static JobLog begin(String name) {
    return open(name, new DoneItems(), file -> 0);
  }

  /**
   * A log that goes on, or begins if there is none.
   *
   * @throws UsageException if the file is something else, or cannot be written, or another command
   *     writes it
   */
  static JobLog resume(String name) {
    DoneItems done = new DoneItems();
    return open(name, done, file -> read(name, file, done));
  }

  /** What earlier runs have done. */
  DoneItems done() {
    return done;
  }

  /** Writes a line; after a failure it does nothing. */
  synchronized void append(JobLogLine line) {
    if (failure == null) {
      try {
        write(line.text());
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** Why a line could not be written. */
  synchronized Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new AssertionError("Nothing is held back that would have to be written", e);
    }
  }

  private void write(String line) throws IOException {
    file.write((line + "\n").getBytes(UTF_8));
  }

  /** Looks at a file that nobody else writes, and says how much of it is to be kept. */
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
      // Java begins some of these with the name.
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
      // Within one JVM it is said in another way.
    } catch (IOException noLocks) {
      // As on some file systems of other machines: then users see to it.
      return;
    }
    throw new UsageException(
        "--joblog: another procession is writing " + name + "; wait for it, or give another file");
  }

  private void truncate(long keptBytes) throws IOException {
    file.setLength(keptBytes);
    file.seek(keptBytes);
    if (keptBytes == 0) {
      write(JobLogLine.HEADER);
    }
  }

  /** Reads the lines that are whole, and says where the last of them ends. */
  private static long read(String name, RandomAccessFile file, DoneItems done) throws IOException {
    long keptBytes = 0;
    // Bytes as characters: what counts is ASCII, and a line may be torn within a character.
    LogLines lines = new LogLines(Channels.newInputStream(file.getChannel()));
    for (long number = 1; ; number++) {
      byte[] bytes = lines.next();
      String line = new String(bytes, ISO_8859_1);
      if (!lines.wasWhole()) {
        boolean belongs = number > 1 || JobLogLine.HEADER.startsWith(line);
        return belongs ? keptBytes : refuse(name, number, bytes);
      }
      if (number == 1 ? !line.equals(JobLogLine.HEADER) : !isCounted(line, done)) {
        return refuse(name, number, bytes);
      }
      keptBytes += bytes.length + 1;
    }
  }

  private static boolean isCounted(String line, DoneItems done) {
    try {
      JobLogLine.doneIn(line).ifPresent(done::add);
      return true;
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }

  private static long refuse(String file, long number, byte[] bytes) {
    String line = SafeText.of(new String(bytes, UTF_8));
    throw new UsageException(
        "--joblog: "
            + file
            + " is not a log that --resume can go on with: line "
            + number
            + " is "
            + (line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…")
            + "; give another file, or leave --resume out to overwrite this one");
  }
}
