package dev.procession.cli;

import dev.procession.ProcessPool;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.RawText;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cli.program.JavaFunction;
import dev.procession.cli.program.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procession run}: calls the main of a Java program for each item, in warm JVMs. */
@Command(
    name = "run",
    header = "Run a Java program for each item, in JVMs that stay warm.",
    customSynopsis = {
      "procession run [OPTIONS] -jar FILE -- [ARGUMENT...] [::: ITEM...]",
      "       procession run [OPTIONS] -cp PATH CLASS [ARGUMENT...] [::: ITEM...]"
    },
    description = {
      "In ARGUMENT, {} is the item, {.} without extension, {/} its file name, {//} its",
      "folder, {/.} both; {2} the second column; {#} the number of the call, {%%} of the",
      "worker. Without ITEM, items come from stdin. Output is kept whole, in order."
    },
    optionListHeading = "%n",
    sortOptions = false,
    versionProvider = VersionText.class,
    footer = {
      "",
      "Example:",
      "  find . -name '*.puml' | procession run -jar plantuml.jar -- -tsvg {}",
      "Exit: 0 done; 1 an item failed; 2 usage; 3 no worker starts; 130 Ctrl-C."
    })
final class RunCommand implements Callable<Integer> {
  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = {"-jar", "--jar"},
      paramLabel = "FILE",
      description = "run the main class of this jar")
  private @Nullable File jar;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "class path: folders, jars, lib/*")
  private List<File> classPaths = new ArrayList<>();

  @Option(names = "--fresh", paramLabel = "N", description = "start a new process after N calls")
  private @Nullable Integer callsPerProcess;

  @Option(
      names = "--keep-classes",
      description = "load its classes once: faster, but keeps statics")
  private boolean keepsClasses;

  @Option(names = "--verify", description = "repeat some items in a new JVM, and compare")
  private boolean verified;

  @Mixin private final ProgramOptions program = new ProgramOptions();

  @Parameters(arity = "0..*", paramLabel = "CLASS", hidden = true)
  private List<String> words = new ArrayList<>();

  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return program
        .run()
        .watch(
            "procession run " + (jar == null ? "" : jar + " ") + String.join(" ", words),
            program.input(),
            context,
            this::carryOut);
  }

  private ExitCode carryOut() throws IOException {
    ProgramOptions.Words given = ProgramOptions.Words.of(words);
    List<String> arguments = new ArrayList<>(given.words());
    JavaProgram java = program(arguments);
    if (!arguments.isEmpty() && arguments.get(0).equals("--")) {
      arguments.remove(0);
    }
    Integer most = callsPerProcess;
    if (most != null) {
      UsageException.naming(
          "--fresh",
          "after how many calls a new process is started",
          () -> ProcessPool.builder().maxTasksPerWorker(most));
    }
    WorkerSettings settings = program.settings(classPath(java), callsPerProcess).with(java.flags());
    String folder = program.folder();
    if (folder != null) {
      settings = settings.in(RawText.path(sameForAll(folder)).toAbsolutePath());
    }
    return program.carryOut(
        columns ->
            new JavaFunction(
                java,
                program.template(arguments, columns),
                program.printing(),
                program.standardInput(),
                verified,
                keepsClasses,
                Integer.valueOf(1).equals(callsPerProcess)),
        given.items(),
        settings,
        context);
  }

  /** For programs that look for their own files in the system class loader. */
  private static UserClassPath classPath(JavaProgram java) {
    return UserClassPath.on(java.classPath());
  }

  /** Takes the name of a class off the arguments. */
  private JavaProgram program(List<String> arguments) {
    List<String> flags = program.workers().flags();
    if (jar != null) {
      if (!classPaths.isEmpty()) {
        throw new UsageException("-jar and -cp cannot be combined: the jar is the class path");
      }
      return JavaProgram.ofJar(jar.toPath().toAbsolutePath(), flags);
    }
    if (arguments.isEmpty()) {
      throw new UsageException(
          "the program is missing; write -jar FILE, or -cp PATH and the name of its class");
    }
    List<String> paths =
        classPaths.isEmpty() ? List.of(".") : classPaths.stream().map(File::getPath).toList();
    return JavaProgram.ofClass(arguments.remove(0), UserClassPath.on(paths).entries(), flags);
  }

  /** A JVM cannot change its folder, so it is one for all items. */
  private static String sameForAll(String folder) {
    if (folder.contains("{")) {
      throw new UsageException(
          "--chdir: a JVM has one working directory, so "
              + folder
              + " cannot depend on the item; procession sh starts a process for each, in any folder");
    }
    ProgramOptions.refuseNoFolder(folder);
    return folder;
  }
}
