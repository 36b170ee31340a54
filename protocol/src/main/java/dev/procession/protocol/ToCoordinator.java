package dev.procession.protocol;

import java.util.List;

/** What a worker says to its coordinator. The bytes of each message are in the package page. */
public sealed interface ToCoordinator {

  /**
   * The worker's half of the handshake, its first message, right after the preamble.
   *
   * @param protocolVersion the version the worker speaks
   * @param pid the worker's process id
   * @param javaFeature the feature version of its JDK, such as 17
   * @param javaVersion the full version of its JDK
   */
  record Hello(int protocolVersion, long pid, int javaFeature, String javaVersion)
      implements ToCoordinator {}

  /** The worker can run chunks. */
  record Ready() implements ToCoordinator {}

  /**
   * The worker cannot run chunks: its initializer failed. The worker leaves after this.
   *
   * @param failure one encoded failure, as in {@link Results}
   */
  record StartFailed(byte[] failure) implements ToCoordinator {}

  /**
   * Adds class names to the table that encoded values refer to by number.
   *
   * @param firstId the number of the first name; equals the count of names sent before
   * @param names the names, in order
   */
  record Names(int firstId, List<String> names) implements ToCoordinator {}

  /**
   * The answers to consecutive items of a chunk, each item answered exactly once and in order.
   *
   * @param chunkId the chunk's number
   * @param firstPosition the position in the chunk of the first item answered here
   * @param busyNanos the time spent on these items, from reading them to encoding their results
   * @param answers one encoded {@link Answer} an item
   */
  record Results(long chunkId, int firstPosition, long busyNanos, EncodedItems answers)
      implements ToCoordinator {}

  /**
   * The items of a revoked chunk from a position on, none of which has been started; ends the
   * chunk.
   *
   * @param chunkId the chunk's number
   * @param fromPosition the first position that was not started; the chunk's size if all were
   */
  record Returned(long chunkId, int fromPosition) implements ToCoordinator {}

  /**
   * Asks for a class file or another resource that the worker's class path lacks.
   *
   * @param requestId the number that the answer carries
   * @param loaderId which of the coordinator's class loaders to ask
   * @param name the resource's name, as for {@link ClassLoader#getResource}
   */
  record ResourceWanted(int requestId, int loaderId, String name) implements ToCoordinator {}

  /**
   * Asks for a broadcast value; answered by {@link ToWorker.Broadcast}, which a worker gets once at
   * most, or by {@link ToWorker.BroadcastClosed}.
   *
   * @param broadcastId its number
   */
  record BroadcastWanted(long broadcastId) implements ToCoordinator {}

  /**
   * The worker wants to be replaced, because it can no longer trust its own heap or classes, or
   * takes more memory than it may. It begins no further item, neither of the chunk that it runs nor
   * of any that comes later, and gives back what it is asked for by {@link ToWorker.Revoke}, until
   * it is told {@link ToWorker.Bye}. Sent before the answer of the item after which it stops.
   *
   * @param reason what happened, for people
   */
  record Retiring(String reason) implements ToCoordinator {}
}
