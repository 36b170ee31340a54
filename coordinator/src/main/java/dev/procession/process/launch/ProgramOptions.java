package dev.procession.process.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The options of the program's JVM from all sources: the command line, argument files, environment
 * variables, and the manifest of the jar that is run.
 *
 * @param options in the form {@code --name=value}, in the order in which the JVM read them
 */
record ProgramOptions(List<String> options) {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /** Options of the launcher whose value is a separate argument. */
  private static final Set<String> OF_TWO_WORDS =
      Set.of(
          "--add-exports",
          "--add-modules",
          "--add-opens",
          "--add-reads",
          "--enable-native-access",
          "--limit-modules",
          "--module-path",
          "--patch-module",
          "--source",
          "--upgrade-module-path");

  /** Likewise, but they name the main class or jar, which concerns no other JVM. */
  private static final Set<String> CLASS_PATHS = Set.of("-cp", "-classpath", "--class-path");

  private static final Set<String> WHAT_TO_RUN = Set.of("-jar", "-m", "--module");

  /**
   * The main classes of the command line. The packages that its jar opens are for itself; workers
   * that had such options could not use the archive, which is made without them.
   */
  private static final String OWN_PROGRAMS = "dev.procession.cli.";

  /** Attributes of a manifest, and the equivalent options. */
  private static final Map<String, String> OPENING_ATTRIBUTES =
      Map.of("Add-Exports", "--add-exports=", "Add-Opens", "--add-opens=");

  ProgramOptions {
    options = List.copyOf(options);
  }

  /** The options of this JVM. */
  static ProgramOptions ofThisJvm() {
    Optional<List<String>> known = fromCommandLine();
    List<String> all = new ArrayList<>(known.isPresent() ? known.get() : fromBean());
    all.addAll(ofManifest(mainJar()));
    return new ProgramOptions(all);
  }

  /** The management bean has all of them, but takes long to load. */
  private static List<String> fromBean() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    } catch (RuntimeException | Error e) {
      // On 17 no bean can be loaded where the locale is not installed and a path is not ASCII.
      return List.of();
    }
  }

  private static Optional<List<String>> fromCommandLine() {
    try {
      // The encoding does not matter: options that are passed on unchanged are ASCII.
      String line = new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.ISO_8859_1);
      for (String name : LaunchOptions.JVM_VARIABLES) {
        if (System.getenv(name) != null) {
          return Optional.empty();
        }
      }
      return onCommandLine(List.of(line.split("\0", -1)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The options on a command line of the {@code java} launcher; empty if there may be others
   * elsewhere, as in an argument file.
   */
  static Optional<List<String>> onCommandLine(List<String> words) {
    if (words.isEmpty() || !("/" + words.get(0)).endsWith("/java")) {
      return Optional.empty();
    }
    List<String> options = new ArrayList<>();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      boolean hasNext = i + 1 < words.size();
      if (word.startsWith("@")
          || word.startsWith("-XX:Flags=")
          || word.startsWith("-XX:VMOptionsFile=")) {
        return Optional.empty();
      } else if (!word.startsWith("-") || WHAT_TO_RUN.contains(word)) {
        return Optional.of(options);
      } else if (CLASS_PATHS.contains(word) || (word.equals("-p") && hasNext)) {
        i++;
      } else if (OF_TWO_WORDS.contains(word) && hasNext) {
        options.add(word + "=" + words.get(++i));
      } else {
        options.add(word);
      }
    }
    return Optional.of(options);
  }

  /** The jar whose manifest the launcher has read; empty if it was given a class to run. */
  private static Optional<Path> mainJar() {
    String jar = System.getProperty("java.class.path", "");
    String command = System.getProperty("sun.java.command", "");
    boolean isRun = !jar.isEmpty() && (command + " ").startsWith(jar + " ");
    return isRun && Files.isRegularFile(Path.of(jar))
        ? Optional.of(Path.of(jar))
        : Optional.empty();
  }

  /**
   * The packages that the manifest of a program's jar opens, as options; without missing modules.
   */
  static List<String> ofManifest(Optional<Path> jar) {
    List<String> options = new ArrayList<>();
    if (jar.isEmpty()) {
      return options;
    }
    try (JarFile file = new JarFile(jar.get().toFile())) {
      Manifest manifest = file.getManifest();
      Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String mainClass = attributes.getValue(Attributes.Name.MAIN_CLASS);
      if (mainClass != null && mainClass.startsWith(OWN_PROGRAMS)) {
        return options;
      }
      OPENING_ATTRIBUTES.forEach(
          (attribute, option) -> {
            String packages = attributes.getValue(attribute);
            for (String opened : packages == null ? new String[0] : packages.trim().split("\\s+")) {
              if (isThere(opened)) {
                options.add(option + opened + "=ALL-UNNAMED");
              }
            }
          });
      if ("ALL-UNNAMED".equals(attributes.getValue("Enable-Native-Access"))) {
        options.add("--enable-native-access=ALL-UNNAMED");
      }
    } catch (IOException e) {
      // Replaced or deleted since this JVM was started with it.
      return List.of();
    }
    return options;
  }

  private static boolean isThere(String moduleAndPackage) {
    int slash = moduleAndPackage.indexOf('/');
    return slash > 0
        && ModuleLayer.boot()
            .findModule(moduleAndPackage.substring(0, slash))
            .filter(m -> m.getPackages().contains(moduleAndPackage.substring(slash + 1)))
            .isPresent();
  }
}
