package dev.procession.cli;

import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.trace.Trace;
import dev.procession.live.LivePage;
import dev.procession.process.observe.ObserverScope;
import dev.procession.timeline.Timeline;
import dev.procession.timeline.TimelineFile;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The options {@code --live}, {@code --timeline} and {@code --trace}, shared by all commands that
 * start workers.
 */
final class ObserveOptions {
  private static final int MAX_TITLE_CHARS = 200;
  private static final int MAX_PORT = 65_535;

  /** For the reader of a lesson to open the page. */
  private static final long READER_MILLIS = 60_000;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = "--timeline",
      paramLabel = "FILE",
      description = "timeline as .html page, or .json for Perfetto")
  private @Nullable Path timeline;

  @Option(
      names = "--live",
      arity = "0..1",
      paramLabel = "PORT",
      preprocessor = AttachedOnly.class,
      description = "open a web page that shows the workers")
  private @Nullable Integer live;

  @Option(names = "--allow-kill", description = "with --live: permit killing workers there")
  private boolean allowKill;

  /** Present while the work is done. */
  private @Nullable LivePage page;

  /** {@code --live PORT} would take what follows for its port, such as the function. */
  static final class AttachedOnly implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (" ".equals(info.get("separator"))) {
        arguments.push("0");
      }
      return false;
    }
  }

  @Option(names = "--trace", description = "print the messages to and from workers")
  private boolean trace;

  /** The file of the timeline; null if there is none. */
  @Nullable String timeline() {
    return timeline == null ? null : timeline.toString();
  }

  /** Whether either option is given. */
  boolean isAskedFor() {
    return trace || timeline != null || live != null || allowKill;
  }

  /** Says something on the live page, if there is one. */
  void say(String text) {
    if (page != null) {
      page.say(text);
    }
  }

  /** Waits for somebody to open the live page, if there is one, but not for long. */
  void awaitReader(Messages messages) throws InterruptedException {
    if (page != null && !page.awaitReader(READER_MILLIS)) {
      messages.error("the page was not opened; continuing without it");
    }
  }

  /**
   * Does the work, and prints the trace and writes the timeline, however it ends.
   *
   * @param title a description of the work, for users
   * @throws UsageException if the file of the timeline cannot be written
   */
  <E extends Exception> ExitCode watch(
      String title, Messages messages, ObserverScope.Action<ExitCode, E> work) throws E {
    ObserverScope.Action<ExitCode, E> shown = () -> live(title, messages, work);
    return timeline == null
        ? traced(messages, shown)
        : drawn(timeline, title, messages, () -> traced(messages, shown));
  }

  private <E extends Exception> ExitCode live(
      String title, Messages messages, ObserverScope.Action<ExitCode, E> work) throws E {
    if (live == null) {
      if (allowKill) {
        throw new UsageException("--allow-kill needs --live");
      }
      return work.run();
    }
    try (LivePage opened = open(live, title)) {
      page = opened;
      messages.line("See it live: " + opened.address());
      return ObserverScope.by(opened, work);
    } finally {
      page = null;
    }
  }

  private LivePage open(int port, String title) {
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("--live: the port must be 0 to " + MAX_PORT + ", not " + port);
    }
    try {
      return LivePage.open(new LivePage.Options(shortened(title), port, allowKill));
    } catch (BindException e) {
      throw new UsageException(
          "--live: port "
              + port
              + " is not available: "
              + e.getMessage()
              + "; omit it for any free port");
    } catch (IOException e) {
      throw new UsageException("--live: " + e.getMessage());
    }
  }

  private static String shortened(String title) {
    return title.length() > MAX_TITLE_CHARS ? title.substring(0, MAX_TITLE_CHARS) + "…" : title;
  }

  private <E extends Exception> ExitCode traced(
      Messages messages, ObserverScope.Action<ExitCode, E> work) throws E {
    if (!trace) {
      return work.run();
    }
    try (Trace told = new Trace(messages::line)) {
      return ObserverScope.by(told, work);
    }
  }

  private static <E extends Exception> ExitCode drawn(
      Path path, String title, Messages messages, ObserverScope.Action<ExitCode, E> work) throws E {
    Timeline seen = new Timeline();
    TimelineFile file = open(path, seen, title);
    boolean returned = false;
    try {
      ExitCode code = ObserverScope.by(seen, work);
      returned = true;
      boolean written = write(file, messages);
      return written || code != ExitCode.DONE ? code : ExitCode.SOME_FAILED;
    } finally {
      if (!returned && seen.isEmpty()) {
        // Most likely a mistake in the command, which must not replace an earlier file.
        file.forgo();
      } else if (!returned) {
        write(file, messages);
      }
    }
  }

  private static TimelineFile open(Path path, Timeline seen, String title) {
    try {
      return TimelineFile.open(path, seen, shortened(title));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--timeline: " + e.getMessage());
    } catch (IOException e) {
      throw new UsageException("--timeline: cannot write " + path + ": " + StreamFailure.ofFile(e));
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
