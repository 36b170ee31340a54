package dev.procession.cli.demo;

import java.util.List;
import java.util.Optional;

/** All lessons, in teaching order. */
public final class Lessons {
  private Lessons() {}

  /**
   * All lessons.
   *
   * @return the lessons, the easiest first
   */
  public static List<Lesson> all() {
    return List.of(
        new SquaresLesson(),
        new IsolationLesson(),
        new OrderLesson(),
        new CrashLesson(),
        new RunawayLesson(),
        new MemoryLesson(),
        new RaceLesson(),
        new DeadlockLesson(),
        new QueueLesson(),
        new ChunksLesson());
  }

  /**
   * One lesson.
   *
   * @param name its name
   * @return the lesson, or empty if none has that name
   */
  public static Optional<Lesson> named(String name) {
    return all().stream().filter(lesson -> lesson.name().equals(name)).findFirst();
  }
}
