package dev.procession.timeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The activity of the processes of some pools. All times are nanoseconds since the beginning.
 *
 * @param title what was done, for people
 * @param nanos how long it took
 * @param lanes one for each worker of each pool
 * @param leftOut the number of entries that were omitted
 */
record History(String title, long nanos, List<Lane> lanes, LeftOut leftOut) {
  /**
   * The entries omitted from a history.
   *
   * @param chunks how many chunks
   * @param since when the first of them was sent; empty if there is none
   * @param processes how many processes
   */
  record LeftOut(long chunks, OptionalLong since, long processes) {}

  /**
   * A worker's place, which processes have one after the other.
   *
   * @param pool the number of its pool, from 1
   * @param worker its number in the pool
   * @param processes in the order of their start
   * @param chunks in the order of their ends; those that were taken back whole are not among them
   */
  record Lane(int pool, int worker, List<ProcessSpan> processes, List<ChunkSpan> chunks) {}

  /**
   * The life of a process.
   *
   * @param generation how many processes the worker has had, this one included
   * @param pid its process id; 0 where none was made
   * @param host the name of its host; empty for this machine
   * @param launched when it was launched
   * @param ready when it could run chunks; empty where it never could
   * @param gone when it was gone; empty where it is still there
   * @param ending how it ended
   * @param detail more about that; may be empty
   */
  record ProcessSpan(
      int generation,
      long pid,
      Optional<String> host,
      long launched,
      OptionalLong ready,
      OptionalLong gone,
      Ending ending,
      String detail) {}

  /** How a process ended. */
  enum Ending {
    /** It is still running. */
    NOT_YET,
    /** It was dismissed; nothing was lost. */
    PLANNED,
    /** It was no longer needed, and killed by the pool; nothing was lost. */
    KILLED,
    /** It crashed, or had to be killed. */
    LOST
  }

  /**
   * A chunk in a process that ran it, or part of it.
   *
   * @param pid the process
   * @param job the call of map or stream that its items belong to
   * @param first the index of its first item
   * @param items how many it has
   * @param attempt the attempt, from 1: one more than the number of processes that died running
   *     these items
   * @param answers what came of it
   * @param sent when it was sent
   * @param begun when its process was free for it
   * @param over when no more answers were to come
   */
  record ChunkSpan(
      long pid,
      long job,
      long first,
      int items,
      int attempt,
      Answers answers,
      long sent,
      long begun,
      long over) {
    long last() {
      return first + items - 1;
    }
  }

  /**
   * The answers to a chunk.
   *
   * @param count how many items were answered; fewer than the chunk has where the rest was taken
   *     back or lost
   * @param failed how many of them failed
   * @param busyNanos how long they took, as the process says
   * @param end how the chunk ended
   * @param lostIndex the index of the item that ran when its process ended
   */
  record Answers(int count, int failed, long busyNanos, ChunkEnd end, OptionalLong lostIndex) {}

  /** How a chunk ended. */
  enum ChunkEnd {
    /** It was answered, except for returned items. */
    DONE,
    /** Its process exited. */
    LOST,
    /** It has not ended. */
    NOT_YET
  }
}
