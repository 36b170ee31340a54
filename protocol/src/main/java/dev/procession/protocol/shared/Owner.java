package dev.procession.protocol.shared;

/**
 * In whose name a process asks for shared objects. What is held belongs to it until it ends, and is
 * released in its name, whatever runs by then.
 *
 * @param chunkId the chunk of the task; 0 where no task runs
 * @param position the task's position in the chunk
 * @param taskIndex the task's index; -1 where no task runs
 */
public record Owner(long chunkId, int position, long taskIndex) {
  /** The initializer of a worker. */
  public static final Owner INITIALIZER = new Owner(0, 0, -1);

  /** The process itself: threads while no task runs, and the program. It ends with the process. */
  public static final Owner PROCESS = new Owner(0, 1, -1);
}
