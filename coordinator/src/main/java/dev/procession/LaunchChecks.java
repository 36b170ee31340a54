package dev.procession;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks of the settings that decide how a worker's JVM is launched. */
final class LaunchChecks {
  static final ByteSize MIN_HEAP = ByteSize.parse("4m");
  static final ByteSize MAX_HEAP = ByteSize.parse("1024t");
  static final ByteSize MIN_RESIDENT = ByteSize.parse("16m");
  static final ByteSize MIN_MESSAGE = ByteSize.parse("1k");

  /** The longest array, less the header of one item. */
  static final ByteSize MAX_MESSAGE = ByteSize.parse("2047m");

  private static final Set<String> CLASS_PATH_OPTIONS = Set.of("-cp", "-classpath", "--class-path");
  private static final Set<String> WHAT_TO_RUN = Set.of("-jar", "-m", "--module");

  private static final int MAX_NICENESS = 19;

  private LaunchChecks() {}

  static int niceness(int increment) {
    if (increment < 0 || increment > MAX_NICENESS) {
      throw new IllegalArgumentException(
          "niceness must be between 0 and " + MAX_NICENESS + ", but is " + increment);
    }
    if (increment > 0 && System.getProperty("os.name", "").startsWith("Windows")) {
      throw new IllegalArgumentException("niceness is for systems with the program nice");
    }
    return increment;
  }

  static List<String> jvmArgs(String... args) {
    String before = "";
    for (String arg : Objects.requireNonNull(args, "jvmArgs")) {
      Objects.requireNonNull(arg, "a JVM argument");
      String option = arg.startsWith("--") && arg.contains("=") ? arg.split("=", 2)[0] : arg;
      if (CLASS_PATH_OPTIONS.contains(option)) {
        throw new IllegalArgumentException(
            "jvmArgs cannot take " + option + ": use classPath(...), which keeps the worker's own");
      }
      if (WHAT_TO_RUN.contains(option)) {
        throw new IllegalArgumentException(
            "jvmArgs cannot take "
                + option
                + ": a worker's JVM always runs Procession's own"
                + " main class");
      }
      if (!arg.startsWith("-") && !takesValue(before)) {
        throw new IllegalArgumentException(
            "jvmArgs cannot take '"
                + arg
                + "': it does not start with '-', so java would take it for the main class; give"
                + " each option as a separate string, such as \"-Xss4m\", \"-Dkey=value\"");
      }
      rejectNul("a JVM argument", arg);
      before = arg;
    }
    return List.of(args);
  }

  /** Options of two words, such as {@code --add-opens java.base/java.util=ALL-UNNAMED}. */
  private static boolean takesValue(String option) {
    return option.equals("-p") || (option.startsWith("--") && !option.contains("="));
  }

  static Path javaHome(Path home) {
    Objects.requireNonNull(home, "javaHome");
    Path java = home.resolve("bin").resolve("java");
    if (!Files.isExecutable(java) && !Files.isExecutable(home.resolve("bin").resolve("java.exe"))) {
      throw new IllegalArgumentException(
          "javaHome "
              + home
              + " is not the home of a Java runtime: there is no executable "
              + java
              + "; give the folder that contains bin/java");
    }
    return home.toAbsolutePath();
  }

  static List<Path> classPath(Path... entries) {
    for (Path entry : Objects.requireNonNull(entries, "classPath")) {
      if (!Files.exists(Objects.requireNonNull(entry, "a class path entry"))) {
        throw new IllegalArgumentException(
            "classPath entry "
                + entry
                + " does not exist (looked for "
                + entry.toAbsolutePath()
                + "); give folders and jar files one by one, patterns are not expanded");
      }
    }
    return List.of(entries).stream().map(Path::toAbsolutePath).toList();
  }

  static ClassNamePatterns classNames(String setting, String... patterns) {
    for (String pattern : Objects.requireNonNull(patterns, setting)) {
      Objects.requireNonNull(pattern, "a pattern of " + setting);
    }
    try {
      return ClassNamePatterns.of(List.of(patterns));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          setting
              + " cannot take this pattern: "
              + e.getMessage()
              + "; give the name of a class as Class.getName() returns it (nested classes have a"
              + " '$'), a package followed by .*, or a package followed by .** to include its"
              + " subpackages",
          e);
    }
  }

  static List<String> propertyNames(String... patterns) {
    for (String pattern : Objects.requireNonNull(patterns, "inheritProperties")) {
      if (Objects.requireNonNull(pattern, "a pattern of inheritProperties").isBlank()) {
        throw new IllegalArgumentException(
            "inheritProperties cannot take '"
                + pattern
                + "': give names of system properties, such as \"shop.region\" or \"shop.*\"");
      }
    }
    return List.of(patterns);
  }

  static Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> copy = new LinkedHashMap<>();
    Objects.requireNonNull(variables, "environment");
    variables.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "an environment variable's name");
          Objects.requireNonNull(value, () -> "the value of the environment variable " + name);
          if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                "'"
                    + name
                    + "' is not a valid name of an environment variable: it must not be empty or"
                    + " contain '='");
          }
          rejectNul("environment variable " + name, name + value);
          copy.put(name, value);
        });
    return Map.copyOf(copy);
  }

  static Path directory(Path folder) {
    Objects.requireNonNull(folder, "directory");
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "directory "
              + folder
              + " is not a folder (looked for "
              + folder.toAbsolutePath()
              + "); create it before you open the pool");
    }
    return folder.toAbsolutePath();
  }

  private static void rejectNul(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what + " contains a NUL character, which cannot be passed to a process");
    }
  }
}
