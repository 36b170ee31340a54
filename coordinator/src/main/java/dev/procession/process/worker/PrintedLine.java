package dev.procession.process.worker;

/**
 * A line that something in a worker printed.
 *
 * @param workerId the worker's number
 * @param origin where it was printed to
 * @param text the line, without its end
 */
public record PrintedLine(int workerId, Origin origin, String text) {
  /** Where a line was printed to. */
  public enum Origin {
    /** {@code System.out}. */
    OUT,
    /**
     * {@code System.err}, or any stream of native code, of the JVM, or of a process that the task
     * started.
     */
    ERR
  }
}
