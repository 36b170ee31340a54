package dev.procession.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a user may say about the worker JVMs.
 *
 * @param workers how many there may be at once, for sharing out memory and cores
 * @param javaHome the JDK to run; empty for the coordinator's own
 * @param jvmArgs further arguments, after the pool's own, so that they win
 * @param maxHeapBytes the largest heap; empty for a share of the machine's memory
 * @param classPath the class path; empty for the coordinator's own
 * @param environment variables that are set besides or instead of those inherited
 * @param environmentInheritance whether the coordinator's variables are passed on
 * @param directory the working directory; empty for the coordinator's own
 */
public record LaunchOptions(
    int workers,
    Optional<Path> javaHome,
    List<String> jvmArgs,
    OptionalLong maxHeapBytes,
    Optional<List<Path>> classPath,
    Map<String, String> environment,
    EnvironmentInheritance environmentInheritance,
    Optional<Path> directory) {

  /** What holds where nothing is said. */
  public static LaunchOptions defaults(int workers) {
    return new LaunchOptions(
        workers,
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Map.of(),
        EnvironmentInheritance.INHERIT,
        Optional.empty());
  }

  /** Whether a worker sees the coordinator's environment variables. */
  public enum EnvironmentInheritance {
    /** All of them, less those that would change the worker's JVM behind the pool's back. */
    INHERIT,
    /** None but the locale's, which says how file names are read, and the ones set for it. */
    CLEAN
  }
}
