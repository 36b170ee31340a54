package dev.procession.integration;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.procession.integration.Documents.Document;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples in README.md, the guides and the other documents work as shown.
 *
 * <p>Each {@code java} block is a source file, named after its public class, and compiles. Each
 * command of a {@code console} block (a line that begins with a dollar sign, and its here-document
 * if it has one) prints exactly the lines below it to its standard output. All of them run in one
 * folder, in the order of the documents. A command that several documents show runs once. Maven
 * commands are not run, because Maven runs this test. There are no blocks of another kind.
 */
final class DocumentsIT {
  private static final Path ROOT = Documents.ROOT;
  private static final Pattern PUBLIC_CLASS = Pattern.compile("public class (\\w+)");
  private static final Pattern HERE_DOCUMENT = Pattern.compile("<<'(\\w+)'");

  /** What a sample needs besides Procession. */
  private static final String MICROMETER =
      Stream.of("micrometer-", "prometheus-metrics-")
          .flatMap(prefix -> App.jars(prefix).stream())
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));

  /** Looks like the root of the repository, with the samples saved in it. */
  @TempDir private static Path folder;

  private record Sample(String command, String output) {}

  @BeforeAll
  static void saveSamples() throws IOException {
    for (String java : blocks("java")) {
      Files.writeString(folder.resolve(fileName(java)), java, CREATE_NEW);
    }
    Files.copy(ROOT.resolve("LICENSE"), folder.resolve("LICENSE"));
    Path launcher = folder.resolve("procession");
    Files.writeString(launcher, "#!/bin/sh\nexec '" + ROOT.resolve("procession") + "' \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));
    Files.createDirectories(folder.resolve("coordinator/target"));
    Files.copy(Jvm.processionJar(), folder.resolve("coordinator/target/procession.jar"));
  }

  @Test
  void everyBlockIsCompiledOrRun() {
    List<String> others =
        Documents.all().stream().map(Document::otherFences).flatMap(List::stream).toList();

    assertEquals(List.of(), others);
  }

  @Test
  void javaSamplesCompileWithoutWarning() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Jvm.ownHome().resolve("bin").resolve("javac").toString(),
                "-Xlint:all,-processing",
                "-Werror",
                "-proc:none",
                "-cp",
                Jvm.processionJar() + File.pathSeparator + MICROMETER,
                "-d",
                folder.resolve("classes").toString()));
    blocks("java").forEach(java -> command.add(fileName(java)));

    try (Jvm javac = Jvm.start(folder, command)) {
      javac.end().expect(0);
    }
  }

  @TestFactory
  Stream<DynamicTest> consoleSamplesOfTheReadmePrintWhatTheyShow() {
    return consoleSamples(Documents.readme().blocks("console"));
  }

  /** Those of the README again, because later ones build on them. */
  @Tag("extended")
  @Tag("jdk")
  @TestFactory
  Stream<DynamicTest> consoleSamplesPrintWhatTheyShow() {
    return consoleSamples(blocks("console"));
  }

  private static Stream<DynamicTest> consoleSamples(List<String> blocks) {
    List<Sample> samples = blocks.stream().flatMap(b -> samples(b).stream()).toList();
    assertFalse(samples.isEmpty());
    return samples.stream()
        .distinct()
        .filter(sample -> !sample.command().startsWith("mvn "))
        .map(sample -> dynamicTest(sample.command(), () -> assertPrints(sample)));
  }

  private static void assertPrints(Sample sample) {
    Needs.that(
        !sample.command().startsWith("jshell ")
            || Files.isExecutable(Jvm.ownHome().resolve("bin").resolve("jshell")),
        "jshell");

    try (Jvm shell = Jvm.start(folder, List.of("sh", "-c", sample.command()))) {
      Jvm.Ended ended = shell.end();
      assertEquals(sample.output(), ended.out(), ended::toString);
    }
  }

  private static List<Sample> samples(String block) {
    List<Sample> samples = new ArrayList<>();
    List<String> lines = block.lines().toList();
    int i = 0;
    while (i < lines.size()) {
      StringBuilder command = new StringBuilder(lines.get(i).substring("$ ".length()));
      Matcher here = HERE_DOCUMENT.matcher(lines.get(i));
      i++;
      if (here.find()) {
        do {
          command.append('\n').append(lines.get(i));
        } while (!lines.get(i++).equals(here.group(1)));
      }
      StringBuilder output = new StringBuilder();
      for (; i < lines.size() && !lines.get(i).startsWith("$ "); i++) {
        output.append(lines.get(i)).append('\n');
      }
      samples.add(new Sample(command.toString(), output.toString()));
    }
    return samples;
  }

  private static List<String> blocks(String language) {
    return Documents.all().stream().flatMap(d -> d.blocks(language).stream()).toList();
  }

  private static String fileName(String java) {
    Matcher name = PUBLIC_CLASS.matcher(java);
    if (!name.find()) {
      throw new AssertionError("a java sample has no public class: " + java);
    }
    return name.group(1) + ".java";
  }
}
