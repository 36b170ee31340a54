package dev.procession;

/**
 * Receives the output of the workers, line by line.
 *
 * <p>It is called in the coordinator, on a thread that serves the output of one worker process and
 * nothing else: the lines of one process arrive in order and one at a time, those of different ones
 * may arrive at the same time. What it throws is dropped, and so is the line.
 *
 * <p>A call that blocks holds up the prints of that process and, once the pipe is full, the tasks
 * that print. Nothing else waits for it: a task that is held up so can be cancelled, and it times
 * out, by the end of its process. The process that takes its place has a thread of its own, so a
 * call that never returns costs a thread for each process that is lost to it, and the news of such
 * a process's end comes up to a second late. Where calls are slow, the last lines may come after
 * the end of the pool.
 *
 * <pre>{@code
 * WorkerOutput output =
 *     (worker, stream, line) -> {
 *       if (stream == WorkerOutput.Stream.ERR) {
 *         System.err.println("worker " + worker + " complains: " + line);
 *       }
 *     };
 * ProcessPool pool = ProcessPool.builder().onOutput(output).build();
 * }</pre>
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
