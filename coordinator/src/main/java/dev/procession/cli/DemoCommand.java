package dev.procession.cli;

import dev.procession.WorkerStartException;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.Suggestion;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.demo.Lesson;
import dev.procession.cli.demo.Lessons;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procession demo}: lists the lessons, or runs one. */
@Command(
    name = "demo",
    header = "Explain multiprocessing in short live lessons.",
    customSynopsis = "procession demo [OPTIONS] [NAME]",
    description =
        "Without NAME, lists the lessons. Each takes a page of reading and a few seconds.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {
      "",
      "Read and change their source code: " + DemoCommand.SOURCES,
    })
final class DemoCommand implements Callable<Integer> {
  static final String SOURCES = "coordinator/.../cli/demo";

  private static final String FOLDER = "coordinator/src/main/java/dev/procession/cli/demo";

  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      completionCandidates = LessonNames.class,
      description = "the lesson")
  private @Nullable String name;

  @Mixin private final ObserveOptions watched = new ObserveOptions();

  /** The candidates for shell completion. */
  static final class LessonNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  private static Set<String> names() {
    return Lessons.all().stream()
        .map(Lesson::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new AssertionError("picocli calls it, having set its fields");
    }
    Messages messages = context.messages();
    PrintWriter out = spec.commandLine().getOut();
    String wanted = name;
    if (wanted == null && watched.isAskedFor()) {
      messages.error("--live, --timeline and --trace need the name of a lesson. Lessons:");
      messages.line(list());
      return ExitCode.USAGE.status();
    }
    if (wanted == null) {
      say(out, list());
      return ExitCode.DONE.status();
    }
    Optional<Lesson> lesson = Lessons.named(wanted);
    if (lesson.isEmpty()) {
      Optional<String> meant = Suggestion.to(wanted, names());
      messages.error(
          "there is no lesson "
              + wanted
              + meant.map(near -> "; did you mean " + near + "?").orElse(".")
              + " Lessons:");
      messages.line(list());
      return ExitCode.USAGE.status();
    }
    try {
      String title = "procession demo " + wanted;
      return watched.watch(title, messages, () -> give(lesson.get(), out, messages)).status();
    } catch (UsageException e) {
      messages.error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (WorkerStartException e) {
      messages.error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    }
  }

  private static String list() {
    StringBuilder list = new StringBuilder();
    for (Lesson lesson : Lessons.all()) {
      list.append(list.isEmpty() ? "" : "\n")
          .append("%-10s %s".formatted(lesson.name(), lesson.title()));
    }
    return list.toString();
  }

  private ExitCode give(Lesson lesson, PrintWriter out, Messages messages)
      throws InterruptedException {
    sayThere(out, lesson.name() + ": " + lesson.title() + "\n");
    sayThere(out, lesson.explanation() + "\n");
    watched.awaitReader(messages);
    sayThere(out, "---- live ----\n");
    lesson.run(line -> sayThere(out, line));
    sayThere(out, "\n---- what to remember ----\n");
    sayThere(out, lesson.summary() + "\n");
    say(out, "Source: " + FOLDER + "/\n        " + lesson.getClass().getSimpleName() + ".java");
    return ExitCode.DONE;
  }

  /** Also on the live page, beside the lanes. */
  private void sayThere(PrintWriter out, String text) {
    say(out, text);
    watched.say(text);
  }

  /** Flushes, because lessons are watched live. */
  private static void say(PrintWriter out, String text) {
    out.print(text + "\n");
    out.flush();
  }
}
