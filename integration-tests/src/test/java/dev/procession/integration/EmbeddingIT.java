package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Maven project of somebody else's, which depends on the coordinator and on nothing else of ours.
 *
 * <p>It is built by a Maven of its own, whose local repository is a new folder: the jars of this
 * build are installed there, and everything else comes from this build's local repository, which is
 * to it what a remote one is otherwise. So nothing is installed outside of the folder, and the
 * network is not used.
 */
final class EmbeddingIT {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();

  private static final String SETTINGS =
      """
      <settings>
        <mirrors>
          <mirror>
            <id>build</id>
            <mirrorOf>*</mirrorOf>
            <url>%s</url>
          </mirror>
        </mirrors>
        <profiles>
          <profile>
            <id>build</id>
            <repositories>
              <repository>
                <id>central</id>
                <url>http://mirrored</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
              </repository>
            </repositories>
            <pluginRepositories>
              <pluginRepository>
                <id>central</id>
                <url>http://mirrored</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
              </pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles><activeProfile>build</activeProfile></activeProfiles>
      </settings>
      """;

  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>embedding</groupId>
        <artifactId>embedding</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>dev.procession</groupId>
            <artifactId>procession</artifactId>
            <version>${procession}</version>
          </dependency>
          <dependency>
            <groupId>org.junit.jupiter</groupId>
            <artifactId>junit-jupiter</artifactId>
            <version>${junit}</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-resources-plugin</artifactId>
              <version>${resources}</version>
            </plugin>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>${compiler}</version>
              <configuration>
                <showWarnings>true</showWarnings>
                <compilerArgs>
                  <arg>-Xlint:all,-processing</arg>
                  <arg>-Werror</arg>
                </compilerArgs>
              </configuration>
            </plugin>
            <plugin>
              <artifactId>maven-surefire-plugin</artifactId>
              <version>${surefire}</version>
            </plugin>
            <plugin>
              <artifactId>maven-jar-plugin</artifactId>
              <version>${jar}</version>
              <configuration>
                <archive>
                  <manifest>
                    <mainClass>embedding.App</mainClass>
                    <addClasspath>true</addClasspath>
                    <classpathPrefix>../../repository/</classpathPrefix>
                    <classpathLayoutType>repository</classpathLayoutType>
                  </manifest>
                </archive>
              </configuration>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  private static final String APP =
      """
      package embedding;
      import dev.procession.ProcessPool;
      import dev.procession.task.WorkerContext;
      import java.util.List;
      public class App {
        record Word(String text, int length) {}

        public static void main(String[] args) throws Exception {
          try (ProcessPool pool = ProcessPool.create(2)) {
            System.out.println(pool.map(t -> new Word(t, t.length()), List.of("one", "three")));
            System.out.println(pool.submit(WorkerContext::isWorker).get());
          }
        }
      }
      """;

  private static final String TEST =
      """
      package embedding;
      import static org.junit.jupiter.api.Assertions.assertEquals;
      import dev.procession.ProcessPool;
      import java.util.List;
      import org.junit.jupiter.api.Test;
      class AppTest {
        @Test
        void poolWorks() {
          try (ProcessPool pool = ProcessPool.create(2)) {
            List<App.Word> words = pool.map(t -> new App.Word(t, t.length()), List.of("one"));

            assertEquals(List.of(new App.Word("one", 3)), words);
          }
        }
      }
      """;

  @TempDir private static Path folder;

  private static Jvm.Ended build;

  @BeforeAll
  static void buildProject() throws IOException {
    String maven = System.getProperty("procession.maven.home");
    String builds = System.getProperty("procession.maven.repository");
    Needs.that(maven != null && builds != null, "Maven, to run the test");
    String version = inRootPom("<artifactId>procession-parent</artifactId>\\s*<version>");
    install("", "procession-parent", version);
    install("protocol", "procession-protocol", version);
    install("worker", "procession-worker", version);
    install("coordinator", "procession", version);
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(
        folder.resolve("settings.xml"), SETTINGS.formatted(Path.of(builds).toUri().toString()));
    Files.writeString(project.resolve("pom.xml"), pom(version));
    write(project.resolve("src/main/java/embedding/App.java"), APP);
    write(project.resolve("src/test/java/embedding/AppTest.java"), TEST);
    String settings = folder.resolve("settings.xml").toString();
    List<String> command =
        List.of(
            Path.of(maven, "bin", "mvn").toString(),
            "-B",
            "-ntp",
            "-s",
            settings,
            "-gs",
            settings,
            "-Dmaven.repo.local=" + folder.resolve("repository"),
            "package");

    try (Jvm mvn = Jvm.start(project, command)) {
      build = mvn.end();
    }
  }

  /** Puts what a module is for others where {@code mvn install} would put it. */
  private static void install(String module, String artifact, String version) throws IOException {
    String name = artifact + "-" + version;
    Path place =
        Files.createDirectories(
            folder.resolve("repository/dev/procession").resolve(artifact).resolve(version));
    Files.copy(ROOT.resolve(module).resolve("pom.xml"), place.resolve(name + ".pom"));
    if (!module.isEmpty()) {
      Path jar = ROOT.resolve(module).resolve("target").resolve(name + ".jar");
      Files.copy(jar, place.resolve(name + ".jar"));
    }
  }

  /** With the versions of this build, which its local repository has. */
  private static String pom(String version) throws IOException {
    String pom = POM.replace("${procession}", version);
    pom = pom.replace("${junit}", inRootPom("<junit.version>"));
    for (String plugin : List.of("resources", "compiler", "surefire", "jar")) {
      String before = "<artifactId>maven-" + plugin + "-plugin</artifactId>\\s*<version>";
      pom = pom.replace("${" + plugin + "}", inRootPom(before));
    }
    return pom;
  }

  private static String inRootPom(String before) throws IOException {
    return Pattern.compile("(?s).*?" + before + "([^<]+)<.*")
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .replaceFirst("$1");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Path jar() {
    build.expect(0);
    return folder.resolve("project/target/embedding-1.jar");
  }

  @Test
  void projectGetsThreeJarsOfOursAndTwoOfOthers() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      List<String> artifacts =
          Arrays.stream(classPath.split(" "))
              .map(entry -> Path.of(entry).getParent().getParent().getFileName().toString())
              .sorted()
              .toList();

      assertEquals(
          List.of("kryo5", "procession", "procession-protocol", "procession-worker", "slf4j-api"),
          artifacts);
    }
  }

  @Test
  void programRunsAndNobodyComplainsButSlf4j() {
    List<String> command = List.of(Jvm.java(Jvm.ownHome()), "-jar", jar().toString());

    try (Jvm program = Jvm.start(folder, command)) {
      Jvm.Ended ended = program.end().expect(0);
      assertEquals(
          List.of("[Word[text=one, length=3], Word[text=three, length=5]]", "true"), ended.lines());
      // It has no logger to speak to, which is the program's business.
      assertEquals(
          List.of(), ended.err().lines().filter(line -> !line.startsWith("SLF4J")).toList());
    }
  }

  @Test
  void testOfTheProjectRunsUnderSurefire() {
    build.expect(0);

    assertTrue(build.out().contains("Tests run: 1, Failures: 0"), build::toString);
  }
}
