package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What {@code mvn -Prelease,image,extended verify} made, unpacked and run by another user, who may
 * not write there, by a symbolic link on the {@code PATH}. There is no {@code java} on it.
 */
@Tag("released")
final class ReleasedIT {
  private static final String VERSION = System.getProperty("procession.version");
  private static final Path TARGET = Jvm.root().resolve("coordinator/target");
  private static final String ARCHIVE = "procession-" + VERSION;
  private static final String IMAGE = ARCHIVE + "-linux-" + System.getProperty("os.arch");

  /**
   * Whose parts of the bill of materials are ours, or are not inside: annotations that nobody needs
   * at run time, and what the program brings along if it wants meters.
   */
  private static final Set<String> NOT_INSIDE =
      Set.of("dev.procession", "org.jspecify", "io.micrometer", "org.hdrhistogram");

  /** What the script needs of a system. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "pwd",
          "env",
          "locale",
          "dirname",
          "readlink",
          "sed",
          "find",
          "head",
          "date",
          "cat",
          "cut",
          "stty",
          "mkdir",
          "mv",
          "rm",
          "sleep",
          "touch");

  private Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    // The folder of a build may be where others may not even look.
    folder = Files.createTempDirectory(Path.of("/tmp"), "procession-released-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), Needs.program(tool));
    }
    Files.createSymbolicLink(
        bin.resolve("procession"), Path.of("../opt", ARCHIVE, "bin/procession"));
    Files.createDirectories(folder.resolve("opt"));
  }

  @AfterEach
  void deleteFolder() {
    run("chmod", "-R", "u+w", folder.toString());
    TempFolders.delete(folder);
  }

  @Test
  void tarRuns() throws IOException {
    run("tar", "-xzf", TARGET.resolve(ARCHIVE + ".tar.gz").toString(), "-C", "opt");

    assertRuns("JAVA_HOME=" + Jvm.ownHome());
  }

  @Test
  void zipRuns() throws IOException {
    Path unzip = Needs.program("unzip");
    run(unzip.toString(), "-q", TARGET.resolve(ARCHIVE + ".zip").toString(), "-d", "opt");

    assertRuns("JAVA_HOME=" + Jvm.ownHome());
  }

  /** Whatever Java is meant for other programs. */
  @Test
  void imageRunsOnItsOwnJava() throws IOException {
    unpackImage();

    assertRuns("JAVA_HOME=/nowhere");
    Path runtime = folder.resolve("opt").resolve(ARCHIVE).resolve("lib/runtime");
    assertTrue(Files.exists(runtime.resolve("legal/java.base/LICENSE")));
    // Otherwise, no archive of class data could be made of it.
    run(runtime.resolve("bin/java").toString(), "-Xshare:on", "-version");
  }

  @Test
  void imageHasWhatFunctionsNeed() {
    unpackImage();
    String french =
        "(String day) -> java.time.DayOfWeek.valueOf(day)"
            + ".getDisplayName(java.time.format.TextStyle.FULL, Locale.FRENCH)";
    String charset = "(String s) -> new String(s.getBytes(\"ISO-2022-JP\"), \"ISO-2022-JP\")";
    String zip =
        "(Path p) -> { try (FileSystem zip = FileSystems.newFileSystem(p)) {"
            + " return Files.exists(zip.getPath(\"META-INF\")); } }";
    String modules = "(String m) -> ModuleLayer.boot().findModule(m).isPresent()";
    String jar =
        folder.resolve("opt").resolve(ARCHIVE).resolve("lib/app/procession.jar").toString();

    assertEquals("jeudi\n", map("PATH=" + bin(), french, "THURSDAY"));
    assertEquals("\u65e5\u672c\n", map("PATH=" + bin(), charset, "\u65e5\u672c"));
    assertEquals("true\n", map("PATH=" + bin(), zip, jar));
    assertEquals(
        "true\n".repeat(4),
        map("PATH=" + bin(), modules, "java.sql", "jdk.jfr", "java.net.http", "jdk.management"));
  }

  @Test
  void checksumsAreThoseOfTheArchives() {
    String check = "cd '%s' && sha256sum -c SHA256SUMS".formatted(TARGET);

    assertEquals(
        List.of(IMAGE + ".tar.gz: OK", ARCHIVE + ".tar.gz: OK", ARCHIVE + ".zip: OK"),
        run("sh", "-c", check).lines());
  }

  @Test
  void licencesOfAllThatIsInsideAreNamed() throws IOException {
    JsonNode bill = new ObjectMapper().readTree(TARGET.resolve("bom.json").toFile());
    String named =
        Files.readString(Jvm.root().resolve("coordinator/src/distribution/THIRD-PARTY.txt"));

    List<String> unnamed = new ArrayList<>();
    int others = 0;
    for (JsonNode component : bill.get("components")) {
      String group = component.get("group").asText();
      String name = component.get("name").asText();
      if (!NOT_INSIDE.contains(group)) {
        others++;
        if (!named.matches("(?s).*\\b" + name + "\\b.*")) {
          unnamed.add(name);
        }
      }
    }

    assertTrue(others > 5, "only " + others);
    assertEquals(List.of(), unnamed);
  }

  /** JBang does the same, with what it finds in a repository by these coordinates. */
  @Test
  void coordinatesForJBangAreThoseOfWhatIsReleased() throws IOException {
    Matcher line = inGuide("command-line.md", "jbang (dev\\.procession:\\S+:all) map '(.*)' 1 2 3");
    Matcher comment = inGuide("library.md", "//DEPS (dev\\.procession:\\S+)");
    String demo =
        comment.group()
            + """

            import dev.procession.ProcessPool;
            import java.util.List;

            class Demo {
              public static void main(String[] args) {
                try (ProcessPool pool = ProcessPool.create(1)) {
                  System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
                }
              }
            }
            """;
    Path source = Files.writeString(folder.resolve("Demo.java"), demo);
    String java = Jvm.java(Jvm.ownHome());
    String libraries =
        App.libraries().stream().map(Path::toString).collect(Collectors.joining(":"));

    assertEquals(
        "1\n4\n9\n",
        run(java, "-jar", released(line.group(1)).toString(), "map", line.group(2), "1", "2", "3")
            .out());
    assertTrue(libraries.contains(released(comment.group(1)).toString()), libraries);
    assertEquals("[1, 4, 9]\n", run(java, "-cp", libraries, source.toString()).out());
  }

  /** Not what only this build needs, such as its tests. */
  @Test
  void jarsAreThoseThatUsersNeed() throws IOException {
    Pattern wanted =
        Pattern.compile("procession[-a-z]*-" + VERSION + "(-all|-sources|-javadoc)?[.]jar");

    List<String> others;
    try (Stream<Path> files = Files.walk(UsersProject.released().orElseThrow())) {
      others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar") && !wanted.matcher(name).matches())
              .toList();
    }

    assertEquals(List.of(), others);
  }

  private static Matcher inGuide(String guide, String pattern) throws IOException {
    Matcher found =
        Pattern.compile(pattern).matcher(Files.readString(Documents.GUIDES.resolve(guide)));
    assertTrue(found.find(), guide);
    return found;
  }

  /** The jar of these coordinates, in what the release has deployed. */
  private static Path released(String coordinates) {
    String[] parts = coordinates.split(":", -1);
    String classifier = parts.length > 3 ? "-" + parts[3] : "";
    Path jar =
        UsersProject.released()
            .orElseThrow()
            .resolve(parts[0].replace('.', '/'))
            .resolve(parts[1])
            .resolve(parts[2])
            .resolve(parts[1] + "-" + parts[2] + classifier + ".jar");
    assertTrue(Files.exists(jar), jar::toString);
    return jar;
  }

  private void unpackImage() {
    run("tar", "-xzf", TARGET.resolve(IMAGE + ".tar.gz").toString(), "-C", "opt");
  }

  private void assertRuns(String javaHome) throws IOException {
    Path unpacked = folder.resolve("opt").resolve(ARCHIVE);
    run("chmod", "-R", "a-w", unpacked.toString());

    assertEquals("1\n4\n9\n", map(javaHome, "x -> x * x", "1", "2", "3"));
    assertTrue(Files.exists(unpacked.resolve("share/man/man1/procession-map.1")));
    assertTrue(Files.exists(unpacked.resolve("completions/procession.bash")));
    assertTrue(Files.readString(unpacked.resolve("THIRD-PARTY.txt")).contains("MIT License"));
  }

  private Path bin() {
    return folder.resolve("bin");
  }

  /** By a user without a home, where root runs the tests. */
  private String map(String variable, String function, String... items) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(
          List.of(
              Needs.program("setpriv").toString(),
              "--reuid=65534",
              "--regid=65534",
              "--clear-groups"));
    }
    command.addAll(List.of("/usr/bin/env", "-i", "PATH=" + bin(), "LC_ALL=C.UTF-8", variable));
    command.addAll(List.of("procession", "map", function));
    command.addAll(List.of(items));
    Jvm.Ended ended = run(command.toArray(String[]::new));
    assertEquals("", ended.err());
    return ended.out();
  }

  private Jvm.Ended run(String... command) {
    try (Jvm program = Jvm.start(folder, List.of(command))) {
      return program.end().expect(0);
    }
  }
}
