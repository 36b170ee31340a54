package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.demo.Lesson;
import dev.procession.cli.demo.Lessons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar procession.jar demo}: what is around the lessons. */
final class DemoCommandIT {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void listIsOnStandardOutput() {
    Jvm.Ended ended = demo().expect(0);

    assertEquals(
        Lessons.all().stream().map(Lesson::name).toList(),
        ended.lines().stream().map(line -> line.split(" ", 2)[0]).toList());
    assertEquals("", ended.err());
  }

  @Test
  void lessonIsExplainedShownAndSummedUpAndItsSourceIsThere() {
    Jvm.Ended ended = demo("isolation").expect(0);

    Lesson lesson = Lessons.named("isolation").orElseThrow();
    String[] parts = ended.out().split("\n---- .* ----\n", -1);
    assertEquals(3, parts.length, ended::toString);
    assertTrue(parts[0].contains(lesson.explanation()), ended::toString);
    assertTrue(
        parts[1].matches("(?s).*here +pid \\d+, counter 6 +pid \\d+, counter 0\n"), parts[1]);
    assertTrue(parts[2].contains(lesson.summary()), ended::toString);
    assertEquals("", ended.err());
    List<String> lines = ended.lines();
    String source =
        lines.get(lines.size() - 2).replace("Source: ", "") + lines.get(lines.size() - 1).strip();
    assertTrue(Files.exists(ROOT.resolve(source)), source);
  }

  /** These lose a worker, which is the lesson and no reason to complain. */
  @Tag("extended")
  @Test
  void lessonsThatLoseAWorkerLeaveStandardErrorEmpty() {
    for (String name : List.of("crash", "runaway", "memory")) {
      assertEquals("", demo(name).expect(0).err(), name);
    }
  }

  @Test
  void unknownLessonIsUsageError() {
    Jvm.Ended ended = demo("no-such-lesson").expect(2);

    assertEquals("", ended.out());
    assertTrue(ended.err().contains("isolation"), ended.err());
  }

  private Jvm.Ended demo(String... arguments) {
    List<String> demo = new ArrayList<>(List.of("demo"));
    demo.addAll(List.of(arguments));
    return ProcessionCommand.run(folder, demo.toArray(String[]::new));
  }
}
