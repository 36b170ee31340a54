package dev.procession.cluster.engine;

import dev.procession.process.remote.ClusterEngine;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The command line of a JVM in which the engine runs. It has flags that nobody should need for a
 * program, and ends when its standard input does.
 */
final class EngineJvm {
  static final String GATEWAY = "dev.procession.cluster.ignite.GatewayMain";
  static final String NODE = "dev.procession.cluster.ignite.NodeMain";
  static final String DRAIN = "dev.procession.cluster.ignite.DrainMain";

  /** As for workers: the terminal's interrupt is this JVM's parent's to handle. */
  private static final List<String> UNINTERRUPTED =
      List.of("/bin/sh", "-c", "trap \"\" INT; exec \"$@\"", "sh");

  /** What Ignite reaches into, as its own start script says. */
  private static final List<String> OPENED =
      List.of(
          "java.base/jdk.internal.access",
          "java.base/jdk.internal.misc",
          "java.base/sun.nio.ch",
          "java.base/sun.util.calendar",
          "java.base/sun.reflect.generics.reflectiveObjects",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/java.net",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks",
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.math",
          "java.base/java.text",
          "java.base/java.time",
          "java.management/com.sun.jmx.mbeanserver",
          "java.management/sun.management",
          "java.sql/java.sql",
          "jdk.internal.jvmstat/sun.jvmstat.monitor",
          "jdk.management/com.sun.management.internal");

  private static final int UNSAFE_WARNS = 23;
  private static final int NATIVE_ACCESS_WARNS = 24;

  private EngineJvm() {}

  static List<String> command(String mainClass, EngineArguments arguments) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(Path.of(UNINTERRUPTED.get(0)))) {
      words.addAll(UNINTERRUPTED);
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    for (String opened : OPENED) {
      if (ModuleFinder.ofSystem().find(opened.substring(0, opened.indexOf('/'))).isPresent()) {
        words.add("--add-opens=" + opened + "=ALL-UNNAMED");
      }
    }
    int feature = Runtime.version().feature();
    if (feature >= UNSAFE_WARNS) {
      words.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (feature >= NATIVE_ACCESS_WARNS) {
      words.add("--enable-native-access=ALL-UNNAMED");
    }
    words.add("-DIGNITE_QUIET=true");
    words.add("-DIGNITE_NO_ASCII=true");
    words.add("-DIGNITE_NO_SHUTDOWN_HOOK=true");
    words.add("-DIGNITE_UPDATE_NOTIFIER=false");
    words.add("-DIGNITE_PERFORMANCE_SUGGESTIONS_DISABLED=true");
    words.add("-Djava.io.tmpdir=" + arguments.folder());
    words.addAll(List.of("-cp", String.join(File.pathSeparator, classPath()), mainClass));
    words.addAll(arguments.words());
    return List.copyOf(words);
  }

  /** That of this JVM, and the engine's jar where it was found beside Procession's. */
  private static Set<String> classPath() {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        entries.add(Path.of(entry).toAbsolutePath().toString());
      }
    }
    for (Class<?> needed : List.of(ClusterEngine.class, EngineJvm.class)) {
      entries.add(entryOf(needed).toString());
    }
    return entries;
  }

  /** The jar or folder with a class. */
  static Path entryOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("the address of a file", e);
    }
  }
}
