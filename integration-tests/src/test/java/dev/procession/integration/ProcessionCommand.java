package dev.procession.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The command line without the script {@code procession}: its jar, with the flags and the archive
 * of class data that the script gives it, which is a third of the work of a plain {@code java
 * -jar}.
 */
final class ProcessionCommand {
  private static final int FIRST_WITH_AOT = 25;

  private ProcessionCommand() {}

  /**
   * Has the script make its archives, if it has not: one for the command and one for its workers.
   * Where it cannot, or another fork of the build is at it, tests go without.
   */
  static void prepare() throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("./procession", "prepare");
    script.directory(Jvm.root().toFile());
    script.environment().put("JAVA_HOME", Jvm.ownHome().toString());
    script.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    script.start().waitFor();
  }

  private static List<String> jvm() {
    boolean isAot = Runtime.version().feature() >= FIRST_WITH_AOT;
    List<String> jvm =
        new ArrayList<>(
            List.of(
                Jvm.java(Jvm.ownHome()),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkryo.unsafe=false",
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                isAot ? "-Xlog:aot*=off:stderr" : "-Xlog:cds*=off:stderr"));
    Path archive = Jvm.processionJar().resolveSibling("command-line-" + version() + ".archive");
    if (archive.toFile().length() > 0) {
      jvm.add((isAot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    }
    return jvm;
  }

  private static String version() {
    Properties release = new Properties();
    try (var in = Files.newInputStream(Jvm.ownHome().resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return release.getProperty("JAVA_VERSION").replace("\"", "");
  }

  /** The whole of it, for a {@link ProcessBuilder}. */
  static List<String> line(List<String> jvmArgs, List<String> arguments) {
    List<String> line = jvm();
    line.addAll(jvmArgs);
    line.addAll(List.of("-jar", Jvm.processionJar().toString()));
    line.addAll(arguments);
    return line;
  }

  static Jvm start(Path directory, List<String> arguments) {
    return Jvm.start(directory, line(List.of(), arguments));
  }

  static Jvm.Ended run(Path directory, String... arguments) {
    return runWithInput(directory, "", arguments);
  }

  static Jvm.Ended runWithInput(Path directory, String input, String... arguments) {
    return end(Jvm.start(directory, line(List.of(), List.of(arguments)), input));
  }

  /** Its JVM gets more arguments, such as system properties. */
  static Jvm.Ended runWithJvmArgs(Path directory, List<String> jvmArgs, String... arguments) {
    return end(Jvm.start(directory, line(jvmArgs, List.of(arguments))));
  }

  private static Jvm.Ended end(Jvm started) {
    try (started) {
      return started.end();
    }
  }
}
