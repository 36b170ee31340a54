package dev.procession.protocol;

/**
 * What a task, or the program itself, asks of a shared object. Values and keys are encoded, and
 * stay so in the coordinator.
 *
 * <p>Times are how long the caller is ready to wait: 0 for not at all, {@link #FOREVER} for as long
 * as it takes.
 */
public sealed interface SharedOperation {
  /** No limit to a wait. */
  long FOREVER = Long.MAX_VALUE;

  /** Closes an object of any kind; those that wait at it get {@link SharedReply.Gone}. */
  record Close() implements SharedOperation {}

  /** Takes a lock; answered by {@link SharedReply.Locked}. */
  record Lock(long waitNanos) implements SharedOperation {}

  /** Lets go of a lock that the caller holds; not answered. */
  record Unlock() implements SharedOperation {}

  /** Takes permits of a semaphore. */
  record Acquire(int permits, long waitNanos) implements SharedOperation {}

  /** Gives back permits that the caller holds; not answered. */
  record Release(int permits) implements SharedOperation {}

  /** The value of a counter, or of a latch. */
  record Read() implements SharedOperation {}

  /** Sets a counter. */
  record Write(long value) implements SharedOperation {}

  /** Adds to a counter; answered by its new value. */
  record Add(long amount) implements SharedOperation {}

  /** Sets a counter that has a certain value. */
  record CompareAndSet(long expected, long value) implements SharedOperation {}

  /** Raises a counter to a value, unless it is above; answered by its new value. */
  record Raise(long value) implements SharedOperation {}

  /** Lowers a counter to a value, unless it is below; answered by its new value. */
  record Lower(long value) implements SharedOperation {}

  /** Adds an item to a queue. */
  record Put(byte[] value, long waitNanos) implements SharedOperation {}

  /** Takes the first item of a queue. */
  record Take(long waitNanos) implements SharedOperation {}

  /** How many items a queue has, or entries a map. */
  record Size() implements SharedOperation {}

  /** Lets a queue take no more items. */
  record Finish() implements SharedOperation {}

  /** The value of a key. */
  record Get(byte[] key) implements SharedOperation {}

  /**
   * Changes the value of a key; answered by the one it had.
   *
   * @param when for which keys it does so
   */
  record Store(byte[] key, byte[] value, When when) implements SharedOperation {}

  /** Which keys are changed. */
  enum When {
    /** All. */
    ALWAYS,
    /** Those that have no value. */
    ABSENT,
    /** Those that have one. */
    PRESENT
  }

  /** Removes a key; answered by the value it had. */
  record Remove(byte[] key) implements SharedOperation {}

  /**
   * Changes the value of a key that has a certain one; answered by a flag.
   *
   * @param expected the value it must have; of no bytes for none
   * @param value the value it is to have; of no bytes for none
   */
  record Exchange(byte[] key, byte[] expected, byte[] value) implements SharedOperation {}

  /** Counts a latch down. */
  record CountDown() implements SharedOperation {}

  /** Waits until a latch is at zero. */
  record Await(long waitNanos) implements SharedOperation {}
}
