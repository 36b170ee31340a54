package dev.procession;

import dev.procession.protocol.codec.ClassNamePatterns;
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

  /** Below the longest array by enough for the envelope of one item. */
  static final ByteSize MAX_MESSAGE = ByteSize.parse("2047m");

  private static final Set<String> CLASS_PATH_OPTIONS = Set.of("-cp", "-classpath", "--class-path");
  private static final Set<String> WHAT_TO_RUN = Set.of("-jar", "-m", "--module");

  private LaunchChecks() {}

  static List<String> jvmArgs(String... args) {
    String before = "";
    for (String arg : args) {
      Objects.requireNonNull(arg, "a JVM argument");
      String option = arg.startsWith("--") && arg.contains("=") ? arg.split("=", 2)[0] : arg;
      if (CLASS_PATH_OPTIONS.contains(option)) {
        throw new IllegalArgumentException(
            "jvmArgs cannot take " + option + ": use classPath(...), which keeps the worker's own");
      }
      if (WHAT_TO_RUN.contains(option)) {
        throw new IllegalArgumentException(
            "jvmArgs cannot take " + option + ": what a worker's JVM runs is the worker");
      }
      if (!arg.startsWith("-") && !takesValue(before)) {
        throw new IllegalArgumentException(
            "jvmArgs cannot take '"
                + arg
                + "': it does not start with '-', so java would take it for the class to run;"
                + " give each option as a string of its own, such as \"-Xss4m\", \"-Dkey=value\"");
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
              + "; give the folder that has bin/java in it");
    }
    return home.toAbsolutePath();
  }

  static List<Path> classPath(Path... entries) {
    for (Path entry : entries) {
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
    for (String pattern : patterns) {
      Objects.requireNonNull(pattern, "a pattern of " + setting);
    }
    try {
      return ClassNamePatterns.of(List.of(patterns));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          setting
              + " cannot take this pattern: "
              + e.getMessage()
              + "; give the full name of a class (that of a nested one with a '$', as"
              + " Class.getName() has it), or a package followed by .* or, with all below it, .**",
          e);
    }
  }

  static Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> copy = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "an environment variable's name");
          Objects.requireNonNull(value, () -> "the value of the environment variable " + name);
          if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                "'"
                    + name
                    + "' is no name for an environment variable: it must not be empty or have"
                    + " a '=' in it");
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
              + "); create it before the pool");
    }
    return folder.toAbsolutePath();
  }

  private static void rejectNul(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what + " has a NUL character in it, which no process can be given");
    }
  }
}
