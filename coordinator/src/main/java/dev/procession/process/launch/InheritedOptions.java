package dev.procession.process.launch;

import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the JVM options of the program that determine whether and how its code runs; its workers
 * inherit these. All others concern one process, or its speed.
 */
final class InheritedOptions {
  private static final List<String> MODULES =
      List.of(
          "--add-exports=",
          "--add-opens=",
          "--add-reads=",
          "--patch-module=",
          "--enable-native-access=");

  private static final List<String> ASSERTIONS =
      List.of(
          "-ea",
          "-enableassertions",
          "-da",
          "-disableassertions",
          "-esa",
          "-enablesystemassertions",
          "-dsa",
          "-disablesystemassertions");

  /** How deep the calls of a task may go. */
  private static final List<String> STACKS = List.of("-Xss", "-XX:ThreadStackSize=");

  /** Options that a JDK of another version may not know or permit. */
  private static final List<String> OF_THE_SAME_VERSION =
      List.of(
          "--enable-preview",
          "--illegal-native-access=",
          "--sun-misc-unsafe-memory-access=",
          "--enable-final-field-mutation=",
          "--illegal-final-field-mutation=");

  private static final String ADD_MODULES = "--add-modules=";

  private static final List<String> AGENTS =
      List.of("-javaagent", "-agentlib", "-agentpath", "-Xrun", "-Xdebug", "-Xnoagent");

  private InheritedOptions() {}

  /**
   * The options that workers inherit.
   *
   * @param javaFeature the version of their JDK
   */
  static List<LaunchFlag> of(ProgramOptions program, int javaFeature) {
    Set<String> passedOn = new LinkedHashSet<>();
    for (String option : program.options()) {
      Optional<String> worker = passedOn(option, javaFeature);
      if (worker.isPresent()) {
        passedOn.add(worker.get());
      }
    }
    List<LaunchFlag> flags = new ArrayList<>();
    for (String option : passedOn) {
      flags.add(new LaunchFlag(option, "as this JVM was started"));
    }
    return flags;
  }

  /** The options that workers do not inherit, with the reason; for users. */
  static List<LaunchFlag> left(ProgramOptions program, int javaFeature) {
    List<LaunchFlag> left = new ArrayList<>();
    for (String option : program.options()) {
      boolean isAgent = startsWithAny(option, AGENTS);
      if (isAgent) {
        left.add(new LaunchFlag(option, "not passed on: agents stay with this JVM"));
      } else if (option.startsWith("-D") && InheritedProperties.isLeft(option)) {
        left.add(new LaunchFlag(option, "not passed on: each JVM has its own"));
      } else if (option.startsWith("--") && passedOn(option, javaFeature).isEmpty()) {
        left.add(new LaunchFlag(option, "not passed on; workers get it from jvmArgs"));
      }
    }
    return left;
  }

  private static Optional<String> passedOn(String option, int javaFeature) {
    boolean isSameVersion = javaFeature == Runtime.version().feature();
    if (option.startsWith(ADD_MODULES)) {
      String modules = ofTheJdk(option.substring(ADD_MODULES.length()));
      return isSameVersion && !modules.isEmpty()
          ? Optional.of(ADD_MODULES + modules)
          : Optional.empty();
    }
    boolean isPassedOn =
        startsWithAny(option, MODULES)
            || startsWithAny(option, STACKS)
            || ASSERTIONS.contains(option.substring(0, (option + ":").indexOf(':')))
            || (isSameVersion && startsWithAny(option, OF_THE_SAME_VERSION));
    return isPassedOn ? Optional.of(option) : Optional.empty();
  }

  private static boolean startsWithAny(String option, List<String> beginnings) {
    for (String beginning : beginnings) {
      if (option.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The modules that a worker's JVM would not resolve by itself. Those of the program are named
   * with its module path, and {@code ALL-DEFAULT} holds for a class path in any case.
   */
  private static String ofTheJdk(String names) {
    ModuleFinder jdk = ModuleFinder.ofSystem();
    return Arrays.stream(names.split(","))
        .filter(name -> name.equals("ALL-SYSTEM") || jdk.find(name).isPresent())
        .collect(Collectors.joining(","));
  }
}
