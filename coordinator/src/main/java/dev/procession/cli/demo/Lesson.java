package dev.procession.cli.demo;

import java.util.function.Consumer;

/** A short, live lesson: a page to read, a demonstration, and a summary. */
public interface Lesson {
  /**
   * Its name on the command line.
   *
   * @return one word
   */
  String name();

  /**
   * Its subject.
   *
   * @return one line
   */
  String title();

  /**
   * The introduction, and what to look for.
   *
   * @return some lines of at most 80 characters
   */
  String explanation();

  /**
   * Shows it, with real threads and real worker processes, in some seconds. None of them is left
   * when this returns.
   *
   * @param say receives the output, line by line
   * @return the observations, as a record of the lesson
   * @throws InterruptedException if the thread is interrupted meanwhile
   * @throws dev.procession.ProcessionException if no worker can be started here
   */
  Record run(Consumer<String> say) throws InterruptedException;

  /**
   * The summary.
   *
   * @return some lines of at most 80 characters
   */
  String summary();
}
