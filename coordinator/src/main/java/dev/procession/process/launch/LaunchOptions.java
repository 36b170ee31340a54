package dev.procession.process.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The user's settings for the worker JVMs.
 *
 * @param workers the maximum number of workers, for dividing memory and cores
 * @param javaHome the JDK to run; empty for the coordinator's
 * @param jvmArgs further arguments, after the pool's own, so that they win
 * @param maxHeapBytes the largest heap; empty for a share of the machine's memory
 * @param classPath the class path; empty for the coordinator's
 * @param environment variables that are added to the inherited ones or replace them
 * @param environmentInheritance whether the coordinator's variables are passed on
 * @param inheritedProperties names of system properties that are passed on, with {@code *}
 * @param directory the working directory; empty for the coordinator's own
 * @param niceness by how much their priority is lower than the coordinator's, from 0 to 19
 */
public record LaunchOptions(
    int workers,
    Optional<Path> javaHome,
    List<String> jvmArgs,
    OptionalLong maxHeapBytes,
    Optional<List<Path>> classPath,
    Map<String, String> environment,
    EnvironmentInheritance environmentInheritance,
    List<String> inheritedProperties,
    Optional<Path> directory,
    int niceness) {

  /** The variable by which a worker on another host knows how that was named to the pool. */
  public static final String HOST_VARIABLE = "PROCESSION_HOST";

  /** These change any JVM's flags or class path, and announce themselves on stderr. */
  static final Set<String> JVM_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  /** The default settings. */
  public static LaunchOptions defaults(int workers) {
    return new LaunchOptions(
        workers,
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Map.of(),
        EnvironmentInheritance.INHERIT,
        List.of(),
        Optional.empty(),
        0);
  }

  /** The same with another class path. */
  public LaunchOptions withClassPath(List<Path> entries) {
    return new LaunchOptions(
        workers,
        javaHome,
        jvmArgs,
        maxHeapBytes,
        Optional.of(List.copyOf(entries)),
        environment,
        environmentInheritance,
        inheritedProperties,
        directory,
        niceness);
  }

  /** Whether a worker sees the coordinator's environment variables. */
  public enum EnvironmentInheritance {
    /**
     * All, except those that would change the flags of the worker's JVM without the pool's
     * knowledge.
     */
    INHERIT,
    /**
     * Only the variables of the locale, which determines the encoding of file names, and those set
     * explicitly.
     */
    CLEAN
  }
}
