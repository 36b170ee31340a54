package dev.procession.integration.chaos;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/** What the users have done in the workers: an item says how to behave, a reply can be checked. */
final class Work {
  private static final int PERIOD_BYTES = 251;

  private Work() {}

  /** How an item spends its time. */
  enum Manner {
    /** It sleeps, and an interrupt ends it. */
    SLEEPS,
    /** It keeps a processor busy, whatever anybody asks for. */
    SPINS
  }

  /**
   * One item.
   *
   * @param number its place in its batch
   * @param data what travels to the worker
   * @param replyBytes how much travels back
   * @param manner how it spends its time
   * @param millis how much of it
   */
  record Item(int number, byte[] data, int replyBytes, Manner manner, int millis) {}

  /**
   * What becomes of an item.
   *
   * @param number its place in its batch
   * @param checksum of what arrived in the worker
   * @param data what can be told from the number and the length alone
   * @param beganNanos when it began, on the clock that all processes of a machine share
   * @param endedNanos when it ended, on the same clock
   */
  record Reply(int number, long checksum, byte[] data, long beganNanos, long endedNanos) {}

  /** Runs in a worker. */
  static Reply run(Item item) throws InterruptedException {
    long beganNanos = System.nanoTime();
    if (item.manner == Manner.SPINS) {
      while (System.nanoTime() - beganNanos < item.millis * 1_000_000L) {
        Thread.onSpinWait();
      }
    } else if (item.millis > 0) {
      Thread.sleep(item.millis);
    }
    byte[] data = pattern(item.number, item.replyBytes);
    return new Reply(item.number, checksum(item.data), data, beganNanos, System.nanoTime());
  }

  /** What is wrong with a reply; empty if nothing is. */
  static Optional<String> fault(Item item, Reply reply) {
    if (reply.number != item.number) {
      return Optional.of("reply " + reply.number + " in place of " + item.number);
    }
    if (reply.checksum != checksum(item.data)) {
      return Optional.of("item " + item.number + " was damaged on its way to the worker");
    }
    if (!Arrays.equals(reply.data, pattern(item.number, item.replyBytes))) {
      return Optional.of("reply " + item.number + " was damaged on its way back");
    }
    return Optional.empty();
  }

  /** Mostly copied, because loops are slow in a worker that has just started. */
  private static byte[] pattern(int number, int size) {
    byte[] bytes = new byte[size];
    int done = Math.min(size, PERIOD_BYTES);
    for (int i = 0; i < done; i++) {
      bytes[i] = (byte) (i * 31 + number);
    }
    while (done < size) {
      int count = Math.min(done, size - done);
      System.arraycopy(bytes, 0, bytes, done, count);
      done += count;
    }
    return bytes;
  }

  private static long checksum(byte[] data) {
    CRC32 sum = new CRC32();
    sum.update(data);
    return sum.getValue();
  }
}
