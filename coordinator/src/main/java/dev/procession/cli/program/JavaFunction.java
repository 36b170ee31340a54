package dev.procession.cli.program;

import dev.procession.task.WorkerContext;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code main} of a Java program, called in a worker that stays warm. */
public final class JavaFunction extends ProgramFunction {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CHECKED = 20;
  private static final int CHECKED_EACH = 50;

  private final JavaProgram program;
  private final Template template;
  private final Printing printing;
  private final StandardInput input;
  private final boolean verified;
  private final boolean keepsClasses;
  private final boolean isOnlyCall;

  /** Made in the worker, with the first item, by the thread that runs the task. */
  private transient @Nullable Loaded loaded;

  /**
   * A program.
   *
   * @param program which
   * @param template its arguments
   * @param printing what becomes of its output
   * @param input its standard input
   * @param verified whether some of its calls are made in a JVM of their own as well
   * @param keepsClasses whether its classes are loaded once, and keep their static fields
   * @param isOnlyCall whether its process has no other call
   */
  public JavaFunction(
      JavaProgram program,
      Template template,
      Printing printing,
      StandardInput input,
      boolean verified,
      boolean keepsClasses,
      boolean isOnlyCall) {
    this.program = program;
    this.template = template;
    this.printing = printing;
    this.input = input;
    this.verified = verified;
    this.keepsClasses = keepsClasses;
    this.isOnlyCall = isOnlyCall;
  }

  /**
   * The program as this process has it.
   *
   * @param files its class files
   * @param first the loader of the first call
   * @param streams its standard streams
   * @param state what this JVM was like before its first call
   */
  private record Loaded(
      ProgramLoader.Files files, ProgramLoader first, ProgramStreams streams, JvmState state) {}

  @Override
  public String commandLine(Call call) {
    return freshCommand(call, "java").stream().map(ShellQuote::of).collect(Collectors.joining(" "));
  }

  @Override
  public String identity() {
    return String.join("\n", program.launch())
        + "\n"
        + String.join("\n", template.words())
        + "\n"
        + input.identity();
  }

  @Override
  ProgramEnd run(Call call) throws Exception {
    for (String argument : template.arguments(call)) {
      requireText(argument);
    }
    ProgramEnd end = callMain(call);
    if (verified && (call.number() <= FIRST_CHECKED || call.number() % CHECKED_EACH == 0)) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      ProgramEnd fresh =
          ShellFunction.ChildProgram.run(
              freshCommand(call, java), call, printing, input, Optional.empty());
      ProgramDifference.refuse(fresh, end, keepsClasses, isOnlyCall);
    }
    return end;
  }

  private ProgramEnd callMain(Call call) throws Exception {
    Loaded ready = loaded();
    ready.state().restore();
    System.setProperty("java.class.path", program.classPathText());
    System.setProperty("sun.java.command", program.commandText(template.arguments(call)));
    ProgramLoader loader = keepsClasses ? ready.first() : loader(ready.files());
    ProgramCall run = new ProgramCall(ready.streams());
    // Before the program's own take their place.
    Optional<java.io.OutputStream> out = printing.copy(call, System.out);
    Optional<java.io.OutputStream> err = printing.copy(call, System.err);
    ready.streams().begin(input.of(call), out, err);
    boolean left = true;
    try {
      ProgramEnd end =
          run.run(main(loader), template.arguments(call).toArray(String[]::new), loader);
      List<String> threads = run.threadsLeft();
      if (!threads.isEmpty()) {
        retire("the program left threads running: " + String.join(", ", threads));
      }
      left = false;
      return end;
    } finally {
      if (left) {
        retire("the program was interrupted");
      }
      ready.state().restore();
    }
  }

  private static void retire(String reason) {
    WorkerContext.current().retire(reason);
  }

  private List<String> freshCommand(Call call, String java) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(program.flags());
    command.addAll(program.launch());
    command.addAll(template.arguments(call));
    return command;
  }

  private Loaded loaded() {
    Loaded known = loaded;
    if (known == null) {
      ProgramLoader.Files files = new ProgramLoader.Files();
      ProgramStreams streams = new ProgramStreams();
      JvmState state = JvmState.now();
      // For calls that end this process all the same, by classes of another loader for instance.
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> streams.spill(state.out(), state.err())));
      known = new Loaded(files, loader(files), streams, state);
      loaded = known;
    }
    return known;
  }

  private ProgramLoader loader(ProgramLoader.Files files) {
    return new ProgramLoader(program.urls().toArray(URL[]::new), files);
  }

  private Method main(ClassLoader loader) throws ReflectiveOperationException {
    Method main =
        Class.forName(program.mainClass(), false, loader).getMethod("main", String[].class);
    main.setAccessible(true);
    return main;
  }
}
