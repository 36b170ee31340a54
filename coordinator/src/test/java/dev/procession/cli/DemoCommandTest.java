package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.demo.Lesson;
import dev.procession.cli.demo.Lessons;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DemoCommandTest {
  @Test
  void withoutNameItListsTheLessonsALineEach() {
    CommandRun run = CommandRun.of("demo");

    assertEquals(0, run.status());
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(Lessons.all().size(), lines.size());
    for (Lesson lesson : Lessons.all()) {
      String line = "%-10s %s".formatted(lesson.name(), lesson.title());
      assertTrue(lines.contains(line), run.out());
    }
  }

  @Test
  void unknownNameIsUsageErrorThatListsTheLessons() {
    CommandRun run = CommandRun.of("demo", "fork");

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertEquals(
        "procession: there is no lesson fork. Lessons:\n" + CommandRun.of("demo").out(), run.err());
  }

  @Test
  void twoNamesAreUsageError() {
    CommandRun run = CommandRun.of("demo", "squares", "order");

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains("'order'"), run.err());
  }

  @Test
  void everyPageFitsEightyColumnsAndOneScreen() {
    for (Lesson lesson : Lessons.all()) {
      for (String text : List.of(lesson.explanation(), lesson.summary())) {
        List<String> lines = text.lines().toList();

        assertTrue(lines.size() <= 20, lesson.name());
        lines.forEach(line -> assertTrue(line.length() <= 80, line));
      }
    }
    CommandRun.of("demo").out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void lessonsHaveNamesOfTheirOwn() {
    Set<String> names = Lessons.all().stream().map(Lesson::name).collect(Collectors.toSet());

    assertEquals(Lessons.all().size(), names.size());
  }
}
