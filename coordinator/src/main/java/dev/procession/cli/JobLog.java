package dev.procession.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that has a line for each item that ended. A line is handed to the system as soon as it
 * is there and in one piece, so a command that is killed leaves all of them, and at most the last
 * one torn. Lines may come from any thread.
 */
final class JobLog implements AutoCloseable {
  private static final int SHOWN_CHARS = 60;

  private final FileOutputStream out;
  private final DoneItems done;

  /** Guarded by this. */
  private @Nullable IOException failure;

  private JobLog(FileOutputStream out, DoneItems done) {
    this.out = out;
    this.done = done;
  }

  /**
   * A log that begins here; what was in the file is gone.
   *
   * @throws UsageException if the file cannot be written
   */
  static JobLog begin(String file) {
    return open(file, new DoneItems(), 0);
  }

  /**
   * A log that goes on, or begins if there is none.
   *
   * @throws UsageException if the file is something else, or cannot be written
   */
  static JobLog resume(String file) {
    DoneItems done = new DoneItems();
    try {
      return open(file, done, read(file, done));
    } catch (NoSuchFileException e) {
      return begin(file);
    } catch (IOException e) {
      throw new UsageException("--joblog: cannot read " + file + ": " + e.getMessage());
    }
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
      out.close();
    } catch (IOException e) {
      throw new AssertionError("Nothing is held back that would have to be written", e);
    }
  }

  private void write(String line) throws IOException {
    out.write((line + "\n").getBytes(UTF_8));
  }

  private static JobLog open(String file, DoneItems done, long keptBytes) {
    try {
      try (RandomAccessFile whole = new RandomAccessFile(file, "rw")) {
        whole.setLength(keptBytes);
      }
      JobLog log = new JobLog(new FileOutputStream(file, true), done);
      if (keptBytes == 0) {
        log.write(JobLogLine.HEADER);
      }
      return log;
    } catch (IOException e) {
      throw new UsageException("--joblog: cannot write " + file + ": " + e.getMessage());
    }
  }

  /** Reads the lines that are whole, and says where the last of them ends. */
  private static long read(String file, DoneItems done) throws IOException {
    long keptBytes = 0;
    // Bytes as characters: what counts is ASCII, and a line may be torn within a character.
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      LogLines lines = new LogLines(in);
      for (long number = 1; ; number++) {
        byte[] bytes = lines.next();
        String line = new String(bytes, ISO_8859_1);
        if (!lines.wasWhole()) {
          boolean belongs = number > 1 || JobLogLine.HEADER.startsWith(line);
          return belongs ? keptBytes : refuse(file, number, bytes);
        }
        if (number == 1 ? !line.equals(JobLogLine.HEADER) : !isCounted(line, done)) {
          return refuse(file, number, bytes);
        }
        keptBytes += bytes.length + 1;
      }
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
