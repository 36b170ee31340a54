package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of somebody else's, which depends on the coordinator and on nothing else of ours. */
@Tag("extended")
@Tag("sample")
final class EmbeddingIT {
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

  private static UsersProject project;

  @BeforeAll
  static void buildProject() throws IOException {
    project =
        UsersProject.build(
            folder,
            POM,
            Map.of(
                "src/main/java/embedding/App.java", APP,
                "src/test/java/embedding/AppTest.java", TEST));
  }

  private static Path jar() {
    return project.jar("embedding-1.jar");
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
    Jvm.Ended build = project.build().expect(0);

    assertTrue(build.out().contains("Tests run: 1, Failures: 0"), build::toString);
  }
}
