package dev.procession.cli.demo;

import java.util.function.Consumer;

/** A short, live lesson: a page to read, something to watch, and what to remember of it. */
public interface Lesson {
  /**
   * What it is called on the command line.
   *
   * @return one word
   */
  String name();

  /**
   * What it is about.
   *
   * @return one line
   */
  String title();

  /**
   * What to know before, and what to look for.
   *
   * @return some lines of at most 80 characters
   */
  String explanation();

  /**
   * Shows it, with real threads and real worker processes, in some seconds. None of them is left
   * when this returns.
   *
   * @param say gets what there is to see, line by line
   * @return what was seen, as a record of the lesson's own
   * @throws InterruptedException if the thread is interrupted meanwhile
   * @throws dev.procession.ProcessionException if no worker can be started here
   */
  Record run(Consumer<String> say) throws InterruptedException;

  /**
   * What to remember.
   *
   * @return some lines of at most 80 characters
   */
  String summary();
}
