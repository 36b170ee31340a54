package dev.procession.process.launch;

import dev.procession.protocol.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of a worker JVM: the one place that decides its flags.
 *
 * <p>The flags are written to an argument file, which has no length limit and is readable by its
 * owner only; the command line itself contains only what differs between processes.
 */
public final class LaunchPlan {
  private static final String MAIN_CLASS = "dev.procession.worker.Main";

  /**
   * Moves the protocol to descriptors 3 and 4 before the JVM starts, so that reads from descriptor
   * 0 and writes to 1 cannot affect it; and ignores the terminal's interrupt, which is the
   * coordinator's to handle. {@code exec} keeps the pid.
   */
  private static final String TRAMPOLINE =
      "trap \"\" INT; exec 3>&1 4<&0 1>&2 0</dev/null; exec \"$@\"";

  /** The number of characters of a class path shown to users. */
  private static final int SHOWN_CHARS = 1000;

  /** Without them a JVM cannot open files whose names are not ASCII, such as its own jars. */
  private static final Set<String> LOCALE = Set.of("LC_ALL", "LC_CTYPE", "LANG");

  private static final Path SHELL = Path.of("/bin/sh");
  private static final int FINAL_FIELD_MUTATION_WARNS = 26;

  private final LaunchOptions options;
  private final WorkerClassPath classPath;
  private final Path javaHome;
  private final int javaFeature;
  private final Optional<ClassArchive> archive;
  private final ProgramOptions program;
  private final MemoryLimits limits;

  /** The options and properties that workers inherit from the program. */
  private final List<LaunchFlag> inherited;

  /**
   * A plan for workers that run with {@code options}. What they inherit from the program is
   * determined now, so that all workers are alike.
   */
  public LaunchPlan(LaunchOptions options) {
    this.options = options;
    this.classPath = new WorkerClassPath(options.classPath());
    Path own = Path.of(System.getProperty("java.home"));
    this.javaHome = options.javaHome().orElse(own);
    this.javaFeature =
        javaHome.equals(own) ? Runtime.version().feature() : JavaHomes.featureVersion(javaHome);
    this.program = ProgramOptions.ofThisJvm();
    this.limits = MemoryLimits.now();
    this.inherited = inherited();
    this.archive = possibleArchive();
  }

  private List<LaunchFlag> inherited() {
    List<LaunchFlag> flags = new ArrayList<>(LocaleFlags.now());
    flags.addAll(InheritedProperties.now(program, options.inheritedProperties()));
    if (options.classPath().isEmpty()) {
      flags.addAll(WorkerModules.modules());
    }
    flags.addAll(InheritedOptions.of(program, javaFeature));
    return List.copyOf(flags);
  }

  private Optional<ClassArchive> possibleArchive() {
    boolean isOwnChoice = false;
    for (String argument : options.jvmArgs()) {
      isOwnChoice |= concernsArchives(argument);
    }
    boolean hasModules = options.classPath().isEmpty() && !WorkerModules.modules().isEmpty();
    Optional<ArchiveStore> store = ArchiveStore.ofThisUser();
    if (isOwnChoice || hasModules || store.isEmpty() || classPath.beginning().isEmpty()) {
      return Optional.empty();
    }
    List<LaunchFlag> flags = new ArrayList<>();
    addCollector(flags);
    addOwn(flags);
    List<String> texts = new ArrayList<>();
    for (LaunchFlag flag : flags) {
      texts.add(flag.text());
    }
    try {
      return Optional.of(
          new ClassArchive(javaHome, javaFeature, texts, classPath.beginning().get(), store.get()));
    } catch (IOException e) {
      // A JDK without its usual files, or a jar that is being replaced.
      return Optional.empty();
    }
  }

  /** The class data archive; empty if there can be none. */
  public Optional<ClassArchive> archive() {
    return archive;
  }

  /** Whether workers start from an archive of class data. */
  public ArchiveState archiveState() {
    return archive.map(ClassArchive::state).orElse(ArchiveState.IMPOSSIBLE);
  }

  /**
   * Creates the class data archive from which workers start faster, unless it exists. A pool that
   * is open for long enough does so in the background.
   *
   * @return whether it exists
   * @throws InterruptedException if interrupted meanwhile; then it is not created
   */
  public boolean makeArchive() throws InterruptedException {
    return archive.isPresent() && archive.get().make();
  }

  /** The flags of every worker, in order, each with its reason; for users, without secrets. */
  public List<LaunchFlag> flags() {
    return flags(classPath.shown()).stream().map(LaunchPlan::withoutSecret).toList();
  }

  /** The options of the program's JVM that workers do not inherit, each with its reason. */
  public List<LaunchFlag> notPassedOn() {
    return InheritedOptions.left(program, javaFeature).stream()
        .map(LaunchPlan::withoutSecret)
        .toList();
  }

  /**
   * How a worker is launched, for users: its command, the flags in its argument file, and the
   * options of the program that it does not inherit, each with its reason.
   */
  public List<LaunchFlag> explained() {
    List<LaunchFlag> explained = new ArrayList<>();
    explained.add(
        new LaunchFlag(
            String.join(" ", command(0, Path.of("FLAGS"))),
            "worker 0; the file FLAGS contains the following"));
    explained.addAll(flags());
    explained.addAll(notPassedOn());
    return List.copyOf(explained);
  }

  private static LaunchFlag withoutSecret(LaunchFlag flag) {
    return new LaunchFlag(InheritedProperties.withoutSecret(flag.text()), flag.reason());
  }

  private List<LaunchFlag> flags(String classPathArgument) {
    List<LaunchFlag> flags = new ArrayList<>();
    addCollector(flags);
    addMemoryAndCores(flags);
    addOwn(flags);
    if (archive.isPresent()) {
      flags.addAll(archive.get().flags());
    }
    addEncodings(flags);
    flags.addAll(inherited);
    if (javaFeature >= FINAL_FIELD_MUTATION_WARNS) {
      flags.add(
          new LaunchFlag(
              "--enable-final-field-mutation=ALL-UNNAMED",
              "allows Kryo to set final fields of decoded objects without a warning"));
    }
    for (String argument : options.jvmArgs()) {
      flags.add(new LaunchFlag(argument, "requested with jvmArgs"));
    }
    flags.add(
        new LaunchFlag(
            "-cp",
            "the coordinator's class path; classes missing there are fetched over the pipe"));
    flags.add(new LaunchFlag(classPathArgument, "entries in the order in which they are searched"));
    return flags;
  }

  /** A jar that workers start from and that is not what it was when the pool was opened. */
  public Optional<String> changedEntry() {
    return classPath.changedEntry();
  }

  /**
   * The class path, entry by entry.
   *
   * @param folder the folder for jars with extracted classes
   * @throws IOException if that cannot be written
   */
  public List<String> classPath(Path folder) throws IOException {
    return List.of(classPath.in(folder).split(File.pathSeparator));
  }

  /** The jar or folder that this class comes from; empty where it comes from neither. */
  public static Optional<String> ownEntry() {
    String name = LaunchPlan.class.getName().replace('.', '/') + ".class";
    URL url = LaunchPlan.class.getClassLoader().getResource(name);
    return url == null ? Optional.empty() : WorkerClassPath.entryOf(name, url);
  }

  /** What workers have from the program, on whatever host they run, as arguments of the JVM. */
  public List<String> inheritedArguments() {
    List<LaunchFlag> flags = new ArrayList<>(LocaleFlags.now());
    flags.addAll(InheritedProperties.now(program, options.inheritedProperties()));
    flags.addAll(InheritedOptions.of(program, javaFeature));
    return flags.stream()
        .map(LaunchFlag::text)
        .filter(text -> !text.startsWith("-Djava.io.tmpdir="))
        .toList();
  }

  /** The command of one worker, whose flags are in {@code argumentFile}. */
  public List<String> command(int workerId, Path argumentFile) {
    return command(workerId, argumentFile, List.of());
  }

  /** The same with more flags, which are not settings of the pool. */
  public List<String> command(int workerId, Path argumentFile, List<String> more) {
    List<String> command = new ArrayList<>();
    boolean trampoline = hasTrampoline();
    if (trampoline) {
      command.addAll(List.of(SHELL.toString(), "-c", TRAMPOLINE, "sh"));
      command.addAll(ParentDeathSignal.prefix());
      if (options.niceness() > 0) {
        command.addAll(List.of("nice", "-n", Integer.toString(options.niceness())));
      }
    }
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.add("@" + argumentFile);
    command.add("-Dprocession.worker.id=" + workerId);
    command.addAll(more);
    command.add(MAIN_CLASS);
    command.add(trampoline ? "fd" : "stdio");
    return List.copyOf(command);
  }

  /** The command for users: with the flags instead of the argument file. */
  public List<String> commandInFull(int workerId) {
    Path placeholder = Path.of("flags");
    List<String> full = new ArrayList<>();
    for (String argument : command(workerId, placeholder)) {
      if (argument.equals("@" + placeholder)) {
        flags().forEach(flag -> full.add(shortened(flag.text())));
      } else {
        full.add(argument);
      }
    }
    return List.copyOf(full);
  }

  private static String shortened(String argument) {
    return argument.length() <= SHOWN_CHARS ? argument : argument.substring(0, SHOWN_CHARS) + "…";
  }

  /** Writes the argument file; {@code folder} is where a dying JVM leaves its crash report. */
  void writeArgumentFile(Path argumentFile, Path folder) throws IOException {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"));
    for (LaunchFlag flag : flags(classPath.in(folder))) {
      flags.add(flag.text());
    }
    Charset charset = nativeCharset();
    StringBuilder text = new StringBuilder();
    for (String flag : ExpressibleFlags.of(flags, charset)) {
      text.append(quoted(flag)).append('\n');
    }
    // What the encoding still lacks becomes a question mark: the launcher could not read it.
    PrivateFiles.create(argumentFile, text.toString().getBytes(charset));
  }

  /** A builder of the process, with its environment and working directory. */
  public ProcessBuilder processBuilder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (options.directory().isPresent()) {
      builder.directory(options.directory().get().toFile());
    }
    if (options.environmentInheritance() == LaunchOptions.EnvironmentInheritance.CLEAN) {
      builder.environment().keySet().retainAll(LOCALE);
    }
    builder.environment().keySet().removeAll(LaunchOptions.JVM_VARIABLES);
    builder.environment().putAll(options.environment());
    return builder;
  }

  private void addCollector(List<LaunchFlag> flags) {
    // The JVM refuses to start with two of them.
    List<String> arguments = new ArrayList<>(options.jvmArgs());
    for (String name : LaunchOptions.JVM_VARIABLES) {
      String value = options.environment().get(name);
      if (value != null) {
        arguments.addAll(List.of(value.split("\\s+")));
      }
    }
    boolean isChosen = false;
    for (String argument : arguments) {
      isChosen |= choosesCollector(argument);
    }
    if (!isChosen) {
      flags.add(
          new LaunchFlag(
              "-XX:+UseSerialGC", "a single GC thread, since N workers share the cores"));
    }
  }

  private void addMemoryAndCores(List<LaunchFlag> flags) {
    if (options.maxHeapBytes().isPresent()) {
      flags.add(
          new LaunchFlag("-Xmx" + options.maxHeapBytes().getAsLong(), "the configured heap size"));
    } else {
      flags.add(
          new LaunchFlag(
              "-Xmx" + (limits.heapBytes(options.workers()) >> 20) + "m",
              "a share of the machine's memory, so that all workers fit"));
    }
    flags.addAll(limits.reservations());
    int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / options.workers());
    flags.add(
        new LaunchFlag("-XX:ActiveProcessorCount=" + cores, "a share of the machine's cores"));
  }

  /** The flags that are independent of a pool's settings. */
  private static void addOwn(List<LaunchFlag> flags) {
    flags.add(
        new LaunchFlag(
            "-Dkryo.unsafe=false", "keeps Kryo from warning about Unsafe on JDK 24 and later"));
    flags.add(new LaunchFlag("-Xlog:disable", "no JVM log on stdout"));
    flags.add(
        new LaunchFlag("-Xlog:all=warning:stderr", "JVM warnings are relayed like other output"));
    flags.add(
        new LaunchFlag("-XX:+DisplayVMOutputToStderr", "other JVM messages are relayed as well"));
  }

  private static void addEncodings(List<LaunchFlag> flags) {
    for (String name : List.of("file.encoding", "stdout.encoding", "stderr.encoding")) {
      flags.add(new LaunchFlag("-D" + name + "=UTF-8", "the same encoding in every worker"));
    }
  }

  private static boolean hasTrampoline() {
    return Files.isExecutable(SHELL) && Files.isDirectory(Path.of("/dev/fd"));
  }

  /**
   * The launcher reads argument files in the platform's own encoding, whatever {@code
   * file.encoding} says.
   */
  private static Charset nativeCharset() {
    String name = System.getProperty("sun.jnu.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  private static boolean concernsArchives(String argument) {
    return argument.startsWith("-Xshare")
        || argument.startsWith("-XX:SharedArchiveFile")
        || argument.startsWith("-XX:ArchiveClassesAtExit")
        || argument.startsWith("-XX:+AutoCreateSharedArchive")
        || argument.startsWith("-XX:AOT");
  }

  private static boolean choosesCollector(String argument) {
    return argument.startsWith("-XX:+Use") && argument.endsWith("GC");
  }

  private static String quoted(String argument) {
    String escaped =
        argument
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
    return '"' + escaped + '"';
  }
}
