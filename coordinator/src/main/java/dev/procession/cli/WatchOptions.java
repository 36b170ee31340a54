package dev.procession.cli;

import dev.procession.cli.timeline.Timeline;
import dev.procession.cli.timeline.TimelineFile;
import dev.procession.cli.trace.Trace;
import dev.procession.process.Observed;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What shows how the workers work, in all commands that have some. */
final class WatchOptions {
  private static final int MAX_TITLE_CHARS = 200;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = "--timeline",
      paramLabel = "FILE",
      description = "picture: an .html page, or .json for Perfetto")
  private @Nullable Path timeline;

  @Option(names = "--trace", description = "show what workers and coordinator say")
  private boolean trace;

  /** Where the picture goes; null where none is wanted. */
  @Nullable String timeline() {
    return timeline == null ? null : timeline.toString();
  }

  /** Whether anything is to be shown. */
  boolean isAskedFor() {
    return trace || timeline != null;
  }

  /**
   * Does the work, and shows what is wanted of it, however it ends.
   *
   * @param title what is done, for people
   * @throws UsageException if the file of the timeline cannot be written
   */
  <E extends Exception> ExitCode watch(
      String title, Messages messages, Observed.Action<ExitCode, E> work) throws E {
    return timeline == null
        ? traced(messages, work)
        : drawn(timeline, title, messages, () -> traced(messages, work));
  }

  private <E extends Exception> ExitCode traced(
      Messages messages, Observed.Action<ExitCode, E> work) throws E {
    if (!trace) {
      return work.run();
    }
    try (Trace told = new Trace(messages::line)) {
      return Observed.by(told, work);
    }
  }

  private static <E extends Exception> ExitCode drawn(
      Path path, String title, Messages messages, Observed.Action<ExitCode, E> work) throws E {
    Timeline seen = new Timeline();
    TimelineFile file = open(path, seen, title);
    boolean returned = false;
    try {
      ExitCode code = Observed.by(seen, work);
      returned = true;
      boolean written = write(file, messages);
      return written || code != ExitCode.DONE ? code : ExitCode.SOME_FAILED;
    } finally {
      if (!returned && seen.isEmpty()) {
        // A mistake in the command, most likely, and no reason to replace an earlier file.
        file.forgo();
      } else if (!returned) {
        write(file, messages);
      }
    }
  }

  private static TimelineFile open(Path path, Timeline seen, String title) {
    String shortTitle =
        title.length() > MAX_TITLE_CHARS ? title.substring(0, MAX_TITLE_CHARS) + "…" : title;
    try {
      return TimelineFile.open(path, seen, shortTitle);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--timeline: " + e.getMessage());
    } catch (IOException e) {
      throw new UsageException("--timeline: cannot write " + path + ": " + TimelineFile.reason(e));
    }
  }

  private static boolean write(TimelineFile file, Messages messages) {
    try {
      file.write();
      return true;
    } catch (IOException e) {
      messages.error(file.failure(e));
      return false;
    }
  }
}
