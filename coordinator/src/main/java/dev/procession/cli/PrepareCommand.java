package dev.procession.cli;

import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.process.launch.ProgramArchive;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code prepare}. */
@Command(
    name = "prepare",
    header = "Create archives from which workers and programs start faster.",
    description = {
      "With the archive, a worker starts with half the work. A pool that is open for some seconds"
          + " creates it in the background; this command creates it now, for example for the image"
          + " of a container.",
      "",
      "With MAIN, it also creates an archive for a program of yours: it runs the program once, with"
          + " ARG..., and prints the flags to start it with from then on. If a jar or the JDK"
          + " changes, the program starts without the archive.",
      ""
    },
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "jars of the program, with Procession's")
  private @Nullable String classPath;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to write the archive (MAIN.archive)")
  private @Nullable File output;

  @Parameters(arity = "0..1", index = "0", paramLabel = "MAIN", description = "the main class")
  private @Nullable String main;

  @Parameters(arity = "0..*", index = "1..*", paramLabel = "ARG", description = "its arguments")
  private List<String> arguments = List.of();

  PrepareCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      ExitCode workers = workers();
      return (main == null && classPath == null && output == null ? workers : program()).status();
    } catch (UsageException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    }
  }

  private ExitCode workers() throws InterruptedException {
    boolean prepared = context.launcher().prepare();
    context
        .messages()
        .line(
            prepared
                ? "procession: workers now start from a class data archive"
                : "procession: there is no class data archive, and none can be created here");
    return prepared ? ExitCode.DONE : ExitCode.NO_POOL;
  }

  private ExitCode program() throws InterruptedException {
    String started = main;
    String path = classPath;
    if (started == null || path == null) {
      throw new UsageException(
          "prepare: give both the class path and the main class of the program, as in"
              + " prepare -cp app.jar com.acme.Main");
    }
    File file = output;
    Path archive = file == null ? Path.of(started + ".archive") : file.toPath();
    List<String> command = new ArrayList<>();
    command.add(started);
    command.addAll(arguments);
    ProgramArchive made = new ProgramArchive(archive);
    try {
      made.make(jars(path), command);
    } catch (IOException e) {
      context.messages().error("prepare: no archive was written: " + e.getMessage());
      return ExitCode.SOME_FAILED;
    }
    PrintStream out = new PrintStream(context.out(), false, StandardCharsets.UTF_8);
    out.println(String.join(" ", made.flags()));
    out.flush();
    return ExitCode.DONE;
  }

  /** Made absolute: a JVM accepts an archive only with the class path that it was made with. */
  private static String jars(String path) {
    List<Path> entries = UserClassPath.on(List.of(path)).entries();
    for (Path entry : entries) {
      if (Files.isDirectory(entry)) {
        throw new UsageException(
            "prepare: " + entry + " is a folder; a JVM archives only what is in jars");
      }
    }
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
