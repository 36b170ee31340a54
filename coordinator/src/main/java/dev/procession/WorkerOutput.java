package dev.procession;

/**
 * Takes what the workers print, line by line.
 *
 * <p>It is called in the coordinator, on a thread that serves one worker's output and nothing else:
 * the lines of one worker arrive in order and one at a time, those of different workers may arrive
 * at the same time. A call that blocks holds up that worker's prints and, once the pipe is full,
 * the tasks that print. What it throws is dropped, and so is the line.
 */
@FunctionalInterface
public interface WorkerOutput {
  /**
   * Takes one line.
   *
   * @param workerId the worker's number, 0 to N-1
   * @param stream where it was printed
   * @param line the line without its end; a line that is too long to keep comes in parts
   */
  void line(int workerId, Stream stream, String line);

  /** Where a worker printed. */
  enum Stream {
    /** {@code System.out}. */
    OUT,
    /** {@code System.err}, and whatever the JVM and native code write by themselves. */
    ERR
  }
}
