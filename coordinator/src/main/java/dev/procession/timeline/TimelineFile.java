package dev.procession.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a timeline: either complete or unchanged. Written once, by {@link #write} or, if the
 * JVM exits before that, by a shutdown hook.
 */
public final class TimelineFile {
  private final Path file;
  private final Path folder;
  private final Format format;
  private final Timeline timeline;
  private final String title;
  private final Thread atExit = new Thread(this::writeAtExit, "procession-timeline");

  /** Guarded by this. */
  private boolean written;

  private enum Format {
    PAGE,
    TRACE
  }

  private TimelineFile(Path file, Format format, Timeline timeline, String title) {
    this.file = file;
    // A file name with an extension has a folder.
    this.folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    this.format = format;
    this.timeline = timeline;
    this.title = title;
  }

  /**
   * Creates the file, after checking as far as possible that it can be written.
   *
   * @param title what was done, for people
   * @throws IllegalArgumentException if its name says neither {@code .html} nor {@code .json}
   * @throws IOException if it cannot be written
   */
  public static TimelineFile open(Path file, Timeline timeline, String title) throws IOException {
    Format format = format(file);
    // The target of a link is replaced, not the link.
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file;
    TimelineFile opened = new TimelineFile(target, format, timeline, title);
    if (Files.isDirectory(target)) {
      throw new IOException("it is a folder");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("it is not a regular file");
    }
    if (!Files.isDirectory(opened.folder)) {
      throw new IOException("there is no folder " + opened.folder);
    }
    Path probe = opened.beside();
    Files.createFile(probe);
    Files.delete(probe);
    Runtime.getRuntime().addShutdownHook(opened.atExit);
    return opened;
  }

  private static Format format(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".html")) {
      return Format.PAGE;
    } else if (name.endsWith(".json")) {
      return Format.TRACE;
    }
    throw new IllegalArgumentException(
        file + " must end with .html, for a web page, or with .json, for Perfetto");
  }

  /**
   * Writes the timeline, unless that has been done.
   *
   * @throws IOException if that fails; the file is as it was before
   */
  public void write() throws IOException {
    removeHook();
    writeOnce();
  }

  /** Leaves the file unchanged. */
  public void forgo() {
    synchronized (this) {
      written = true;
    }
    removeHook();
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, so the hook runs; the first of the two writes.
    }
  }

  private void writeAtExit() {
    try {
      writeOnce();
    } catch (IOException e) {
      System.err.println("procession: " + failure(e));
    }
  }

  private synchronized void writeOnce() throws IOException {
    if (written) {
      return;
    }
    written = true;
    Path part = beside();
    try {
      try (Writer out = Files.newBufferedWriter(part, UTF_8, StandardOpenOption.CREATE_NEW)) {
        History history = timeline.history(title);
        if (format == Format.PAGE) {
          TimelinePage.write(history, out);
        } else {
          TraceEvents.write(history, out);
        }
      }
      move(part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void move(Path part) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A unique name in the folder of the file, from where it can be moved atomically. */
  private Path beside() {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return folder.resolve("." + file.getFileName() + "." + random + ".part");
  }

  /** The message if it cannot be written. */
  public String failure(IOException e) {
    return "cannot write the timeline " + file + ": " + reason(e);
  }

  /** The reason in words: the message of some file exceptions is only the file name. */
  private static String reason(IOException e) {
    return e.getClass() == IOException.class ? "" + e.getMessage() : e.toString();
  }
}
