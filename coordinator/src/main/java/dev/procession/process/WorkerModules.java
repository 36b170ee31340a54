package dev.procession.process;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The modules that a coordinator on the module path has besides the JDK's, and what it opened to
 * each other: the same for its workers.
 */
final class WorkerModules {
  private static final List<String> PASSED_ON =
      List.of(
          "--add-exports=",
          "--add-opens=",
          "--add-reads=",
          "--patch-module=",
          "--enable-native-access=");

  private WorkerModules() {}

  /** The modules themselves; none for a program that has only a class path. */
  static List<LaunchFlag> modules() {
    List<LaunchFlag> flags = new ArrayList<>();
    List<ResolvedModule> own =
        ModuleLayer.boot().configuration().modules().stream()
            .filter(module -> path(module).isPresent())
            .toList();
    if (!own.isEmpty()) {
      String why = "the coordinator's modules";
      flags.add(new LaunchFlag("--module-path", why));
      flags.add(
          new LaunchFlag(
              own.stream()
                  .map(module -> path(module).orElseThrow().toString())
                  .distinct()
                  .collect(Collectors.joining(File.pathSeparator)),
              why));
      flags.add(
          new LaunchFlag(
              "--add-modules="
                  + own.stream().map(ResolvedModule::name).collect(Collectors.joining(",")),
              why));
    }
    return flags;
  }

  /** What this JVM was told to open, among its own modules and those of the JDK. */
  static List<LaunchFlag> opened() {
    return argumentsOfThisJvm().stream()
        .filter(argument -> PASSED_ON.stream().anyMatch(argument::startsWith))
        .map(argument -> new LaunchFlag(argument, "as this JVM was started"))
        .toList();
  }

  /** Where a module comes from, if that is not the JDK. */
  private static Optional<Path> path(ResolvedModule module) {
    return module
        .reference()
        .location()
        .filter(location -> "file".equals(location.getScheme()))
        .map((URI location) -> Path.of(location));
  }

  private static List<String> argumentsOfThisJvm() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    } catch (RuntimeException | Error e) {
      // On 17 no bean can be loaded where the locale is not installed and a path is not ASCII.
      return List.of();
    }
  }
}
