package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** A program in Kotlin, whose lambdas, objects and data classes are sent to workers. */
@Tag("extended")
@Tag("sample")
@Timeout(900)
@EnabledForJreRange(
    max = JRE.JAVA_21,
    disabledReason = "the compiler of Kotlin 2.1 runs on no later one")
final class KotlinIT {
  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>sample</groupId>
        <artifactId>sample</artifactId>
        <version>1</version>
        <properties>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          <kotlin.compiler.jvmTarget>17</kotlin.compiler.jvmTarget>
        </properties>
        <dependencies>
          <dependency>
            <groupId>dev.procession</groupId>
            <artifactId>procession</artifactId>
            <version>${procession}</version>
          </dependency>
          <dependency>
            <groupId>org.jetbrains.kotlin</groupId>
            <artifactId>kotlin-stdlib</artifactId>
            <version>${kotlin}</version>
          </dependency>
        </dependencies>
        <build>
          <sourceDirectory>src/main/kotlin</sourceDirectory>
          <plugins>
            <plugin>
              <artifactId>maven-resources-plugin</artifactId>
              <version>${resources}</version>
            </plugin>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>${compiler}</version>
            </plugin>
            <plugin>
              <artifactId>maven-surefire-plugin</artifactId>
              <version>${surefire}</version>
            </plugin>
            <plugin>
              <groupId>org.jetbrains.kotlin</groupId>
              <artifactId>kotlin-maven-plugin</artifactId>
              <version>${kotlin}</version>
              <executions>
                <execution>
                  <goals>
                    <goal>compile</goal>
                  </goals>
                </execution>
              </executions>
              <configuration>
                <jvmTarget>17</jvmTarget>
              </configuration>
            </plugin>
            <plugin>
              <artifactId>maven-jar-plugin</artifactId>
              <version>${jar}</version>
              <configuration>
                <archive>
                  <manifest>
                    <mainClass>sample.MainKt</mainClass>
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

  private static final String MAIN =
      """
      package sample

      import dev.procession.MapOptions
      import dev.procession.ProcessPool
      import dev.procession.task.SerializableCallable

      data class Word(val text: String, val length: Int)

      object Empty

      fun main() {
        ProcessPool.create(1).use { pool ->
          println(pool.map({ x: Int -> x * x }, listOf(1, 2, 3)))
          println(pool.map({ x -> x * x }, intArrayOf(4, 5), MapOptions.defaults()))
          println(pool.map({ t: String -> Word(t, t.length) }, listOf("one")))
          println(pool.map({ t: Any -> t === Empty }, listOf<Any>(Empty)))
          println(pool.submit(SerializableCallable { 6 * 7 }).get())
          pool.mapAsync({ x: Int -> x + 1 }, listOf(1)).thenAccept { println(it) }.join()
          pool.outcomes({ x: Int -> 6 / x }, listOf(3, 0)).use { outcomes ->
            println(outcomes.map { it.isSuccess() }.toList())
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void lambdasObjectsAndDataClassesAreSent() throws IOException {
    UsersProject project =
        UsersProject.build(folder, POM, Map.of("src/main/kotlin/sample/Main.kt", MAIN));
    List<String> command =
        List.of(Jvm.java(Jvm.ownHome()), "-jar", project.jar("sample-1.jar").toString());

    try (Jvm program = Jvm.start(folder, command)) {
      assertEquals(
          List.of(
              "[1, 4, 9]",
              "[16, 25]",
              "[Word(text=one, length=3)]",
              "[true]",
              "42",
              "[2]",
              "[true, false]"),
          program.end().expect(0).lines());
    }
  }
}
