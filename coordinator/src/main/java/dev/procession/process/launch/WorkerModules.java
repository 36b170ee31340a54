package dev.procession.process.launch;

import java.io.File;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The modules of a coordinator on the module path, except for the JDK's; its workers get the same.
 */
final class WorkerModules {
  private WorkerModules() {}

  /** The modules; none for a program that has only a class path. */
  static List<LaunchFlag> modules() {
    // To look at all modules of the JDK takes a good part of a start.
    if (System.getProperty("jdk.module.path") == null
        && System.getProperty("jdk.module.upgrade.path") == null) {
      return List.of();
    }
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

  /** The location of a module, unless it belongs to the JDK. */
  private static Optional<Path> path(ResolvedModule module) {
    return module
        .reference()
        .location()
        .filter(location -> "file".equals(location.getScheme()))
        .map((URI location) -> Path.of(location));
  }
}
