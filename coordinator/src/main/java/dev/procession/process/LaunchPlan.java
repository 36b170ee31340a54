package dev.procession.process;

import dev.procession.protocol.PrivateFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;

/**
 * How a worker JVM is launched: the one place where its flags are decided.
 *
 * <p>All of them go into an argument file, which has no limit of length and is nobody else's to
 * read; the command line proper holds only what tells one process from another.
 */
public final class LaunchPlan {
  /** These change any JVM's flags or class path, and announce themselves on stderr. */
  static final Set<String> JVM_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private static final String MAIN_CLASS = "dev.procession.worker.Main";

  /**
   * Moves the protocol to descriptors 3 and 4 before the JVM starts, so that whatever is printed to
   * 1 or read from 0, by whomever, cannot touch it; and ignores the terminal's interrupt, which is
   * the coordinator's to handle. {@code exec} keeps the pid.
   */
  private static final String TRAMPOLINE =
      "trap \"\" INT; exec 3>&1 4<&0 1>&2 0</dev/null; exec \"$@\"";

  /** How much of a class path is shown to people. */
  private static final int SHOWN_CHARS = 1000;

  /** Without them a JVM cannot open files whose names are not ASCII, such as its own jars. */
  private static final Set<String> LOCALE = Set.of("LC_ALL", "LC_CTYPE", "LANG");

  private static final Path SHELL = Path.of("/bin/sh");
  private static final long MIN_HEAP_BYTES = 64L << 20;
  private static final double WORKERS_MEMORY_SHARE = 0.6;
  private static final double LARGEST_HEAP_SHARE = 0.25;
  private static final int FINAL_FIELD_MUTATION_WARNS = 26;

  private final LaunchOptions options;
  private final WorkerClassPath classPath;
  private final Path javaHome;
  private final int javaFeature;
  private final Optional<ClassArchive> archive;

  /** A plan for workers that run with {@code options}. */
  public LaunchPlan(LaunchOptions options) {
    this.options = options;
    this.classPath = new WorkerClassPath(options.classPath());
    Path own = Path.of(System.getProperty("java.home"));
    this.javaHome = options.javaHome().orElse(own);
    this.javaFeature =
        options
            .javaHome()
            .map(JavaHomes::featureVersion)
            .orElseGet(() -> Runtime.version().feature());
    this.archive = possibleArchive();
  }

  private Optional<ClassArchive> possibleArchive() {
    boolean isOwnChoice = options.jvmArgs().stream().anyMatch(LaunchPlan::concernsArchives);
    boolean hasModules = options.classPath().isEmpty() && !WorkerModules.modules().isEmpty();
    Optional<ArchiveStore> store = ArchiveStore.ofThisUser();
    if (isOwnChoice || hasModules || store.isEmpty() || classPath.beginning().isEmpty()) {
      return Optional.empty();
    }
    List<LaunchFlag> flags = new ArrayList<>();
    addCollector(flags);
    addOwn(flags);
    List<String> texts = flags.stream().map(LaunchFlag::text).toList();
    try {
      return Optional.of(
          new ClassArchive(javaHome, javaFeature, texts, classPath.beginning().get(), store.get()));
    } catch (IOException e) {
      // A JDK without the files that every JDK has; or a jar that is being replaced.
      return Optional.empty();
    }
  }

  /** From what workers start faster; empty where that is not possible. */
  Optional<ClassArchive> archive() {
    return archive;
  }

  /** Whether workers start from an archive of class data. */
  public ArchiveState archiveState() {
    return archive.map(ClassArchive::state).orElse(ArchiveState.IMPOSSIBLE);
  }

  /**
   * Makes the archive of class data from which workers start faster, if it is not there yet. A pool
   * that is open for long enough does so in the background.
   *
   * @return whether it is there
   * @throws InterruptedException if interrupted meanwhile; then it is not made
   */
  public boolean makeArchive() throws InterruptedException {
    return archive.isPresent() && archive.get().make();
  }

  /** The flags of every worker, in order, each with its reason. */
  public List<LaunchFlag> flags() {
    return flags(classPath.shown());
  }

  private List<LaunchFlag> flags(String classPathArgument) {
    List<LaunchFlag> flags = new ArrayList<>();
    addCollector(flags);
    addMemoryAndCores(flags);
    addOwn(flags);
    archive.ifPresent(ready -> flags.addAll(ready.flags()));
    addCulture(flags);
    if (javaFeature >= FINAL_FIELD_MUTATION_WARNS) {
      flags.add(
          new LaunchFlag(
              "--enable-final-field-mutation=ALL-UNNAMED",
              "lets Kryo set final fields of decoded objects without a warning"));
    }
    if (options.classPath().isEmpty()) {
      flags.addAll(WorkerModules.modules());
    }
    flags.addAll(WorkerModules.opened());
    for (String argument : options.jvmArgs()) {
      flags.add(new LaunchFlag(argument, "asked for by the pool's owner"));
    }
    flags.add(
        new LaunchFlag(
            "-cp", "the coordinator's class path; what it lacks is fetched over the pipe"));
    flags.add(new LaunchFlag(classPathArgument, "entries in the order in which they are searched"));
    return flags;
  }

  /** The command of one worker, whose flags are in {@code argumentFile}. */
  public List<String> command(int workerId, Path argumentFile) {
    List<String> command = new ArrayList<>();
    boolean trampoline = hasTrampoline();
    if (trampoline) {
      command.addAll(List.of(SHELL.toString(), "-c", TRAMPOLINE, "sh"));
      command.addAll(WakeUpCall.prefix());
    }
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.add("@" + argumentFile);
    command.add("-Dprocession.worker.id=" + workerId);
    command.add(MAIN_CLASS);
    command.add(trampoline ? "fd" : "stdio");
    return List.copyOf(command);
  }

  /** The command as people want to see it: with the flags in place of the file that holds them. */
  List<String> commandInFull(int workerId) {
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
    StringBuilder text = new StringBuilder();
    text.append(quoted("-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"))).append('\n');
    for (LaunchFlag flag : flags(classPath.in(folder))) {
      text.append(quoted(flag.text())).append('\n');
    }
    // What the locale cannot express becomes a question mark: the launcher could not read it.
    PrivateFiles.create(argumentFile, text.toString().getBytes(nativeCharset()));
  }

  /** A builder of the process, with its environment and working directory. */
  ProcessBuilder processBuilder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    options.directory().ifPresent(directory -> builder.directory(directory.toFile()));
    if (options.environmentInheritance() == LaunchOptions.EnvironmentInheritance.CLEAN) {
      builder.environment().keySet().retainAll(LOCALE);
    }
    builder.environment().keySet().removeAll(JVM_VARIABLES);
    builder.environment().putAll(options.environment());
    return builder;
  }

  private void addCollector(List<LaunchFlag> flags) {
    // The JVM refuses to start with two of them.
    if (options.jvmArgs().stream().noneMatch(LaunchPlan::choosesCollector)) {
      flags.add(
          new LaunchFlag(
              "-XX:+UseSerialGC",
              "one thread collects; N workers would not get N times the cores"));
    }
  }

  private void addMemoryAndCores(List<LaunchFlag> flags) {
    if (options.maxHeapBytes().isPresent()) {
      flags.add(
          new LaunchFlag(
              "-Xmx" + options.maxHeapBytes().getAsLong(), "the heap that was asked for"));
    } else {
      flags.add(
          new LaunchFlag(
              "-Xmx" + (defaultHeapBytes() >> 20) + "m",
              "a share of the machine's memory, so that all workers fit"));
    }
    int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / options.workers());
    flags.add(
        new LaunchFlag("-XX:ActiveProcessorCount=" + cores, "a share of the machine's cores"));
  }

  /** What no pool's settings change. */
  private static void addOwn(List<LaunchFlag> flags) {
    flags.add(
        new LaunchFlag(
            "-Dkryo.unsafe=false", "keeps Kryo from warning about Unsafe on JDK 24 and later"));
    flags.add(new LaunchFlag("-Xlog:disable", "no JVM log on stdout"));
    flags.add(new LaunchFlag("-Xlog:all=warning:stderr", "JVM warnings are relayed like prints"));
    flags.add(new LaunchFlag("-XX:+DisplayVMOutputToStderr", "likewise its other messages"));
  }

  private static void addCulture(List<LaunchFlag> flags) {
    for (String name : List.of("file.encoding", "stdout.encoding", "stderr.encoding")) {
      flags.add(new LaunchFlag("-D" + name + "=UTF-8", "text means the same in every worker"));
    }
    Locale locale = Locale.getDefault();
    flags.add(
        new LaunchFlag("-Duser.language=" + locale.getLanguage(), "the coordinator's locale"));
    flags.add(new LaunchFlag("-Duser.country=" + locale.getCountry(), "the coordinator's locale"));
    flags.add(
        new LaunchFlag(
            "-Duser.timezone=" + TimeZone.getDefault().getID(), "the coordinator's time zone"));
  }

  private long defaultHeapBytes() {
    long memory = totalMemoryBytes();
    double share = Math.min(LARGEST_HEAP_SHARE, WORKERS_MEMORY_SHARE / options.workers());
    return Math.max(MIN_HEAP_BYTES, (long) (memory * share));
  }

  private static long totalMemoryBytes() {
    try {
      return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
          .getTotalMemorySize();
    } catch (RuntimeException | Error e) {
      // On 17 the bean cannot be loaded where the locale is not installed and a path is not ASCII.
      return Math.round(Runtime.getRuntime().maxMemory() / LARGEST_HEAP_SHARE);
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
