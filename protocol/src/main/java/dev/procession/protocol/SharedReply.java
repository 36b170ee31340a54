package dev.procession.protocol;

/** How the coordinator answers a {@link SharedOperation}. */
public sealed interface SharedReply {
  /** It is done. */
  record Done() implements SharedReply {}

  /**
   * The caller holds the lock.
   *
   * @param abandoned whether the holder before it ended, or died, without unlocking it
   */
  record Locked(boolean abandoned) implements SharedReply {}

  /** A number. */
  record Numeric(long value) implements SharedReply {}

  /** Whether it was so. */
  record Flag(boolean value) implements SharedReply {}

  /** A value, encoded. */
  record Value(byte[] bytes) implements SharedReply {}

  /** There is no value. */
  record NoValue() implements SharedReply {}

  /** The time to wait is over. */
  record TimedOut() implements SharedReply {}

  /** The caller has withdrawn its request before it was granted. */
  record Withdrawn() implements SharedReply {}

  /** The queue takes no more items, or has none and will get none. */
  record Finished() implements SharedReply {}

  /**
   * There is no such object.
   *
   * @param pool the pool that answers: an object of it was closed, others are another pool's
   */
  record Gone(long pool) implements SharedReply {}

  /** The pool has ended, and all its objects with it. */
  record PoolEnded() implements SharedReply {}

  /** A limit would be exceeded, or the operation makes no sense; says which. */
  record Refused(String why) implements SharedReply {}

  /** To wait would close a cycle of tasks that wait for each other; names it. */
  record Deadlock(String cycle) implements SharedReply {}
}
