package dev.procession.protocol;

import java.util.List;

/**
 * The messages of a worker to its coordinator. Their encoding is described in the package
 * description.
 */
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
   * The worker cannot run chunks: its initializer failed. The worker exits after this message;
   * meanwhile it sends nothing but requests, and the names that they need.
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
   * Requests a class file or another resource that is missing on the worker's class path.
   *
   * @param requestId the number that the answer carries
   * @param loaderId the coordinator's class loader to ask
   * @param name the resource's name, as for {@link ClassLoader#getResource}
   */
  record ResourceWanted(int requestId, int loaderId, String name) implements ToCoordinator {}

  /**
   * Requests a broadcast value; answered by {@link ToWorker.Broadcast}, which a worker gets at most
   * once, or by {@link ToWorker.BroadcastClosed}.
   *
   * @param broadcastId its number
   */
  record BroadcastWanted(long broadcastId) implements ToCoordinator {}

  /**
   * Asks something of a shared object. Sent before the answer of the item that asks.
   *
   * @param requestId the number that the answer carries, which no other request has that is open; 0
   *     where no answer is wanted
   * @param chunkId the chunk of the item that asks; 0 where no item runs
   * @param position the item's position in the chunk
   * @param taskIndex the item's index, for people
   * @param thread the thread that asks
   * @param objectId the object's number
   * @param place where in the code, for people
   * @param operation what it asks
   */
  record SharedRequest(
      long requestId,
      long chunkId,
      int position,
      long taskIndex,
      long thread,
      long objectId,
      String place,
      SharedOperation operation)
      implements ToCoordinator {}

  /**
   * Does not want a {@link SharedRequest} any more; that is answered all the same, in whichever way
   * it ends first.
   *
   * @param requestId the request's number
   */
  record SharedWithdrawal(long requestId) implements ToCoordinator {}

  /**
   * Where in its code an item was, which had run longer than it may. Sent before the answer of that
   * item, and at most once for each {@link ToWorker.StackWanted}.
   *
   * @param chunkId the chunk's number
   * @param position the item's position in the chunk
   * @param frames the stack trace of the item, without the frames of the worker; without names of
   *     class loaders and versions of modules
   */
  record StackTaken(long chunkId, int position, List<StackTraceElement> frames)
      implements ToCoordinator {}

  /**
   * The worker requests to be replaced, because its heap or classes may be damaged, or because it
   * exceeds its memory limit. It starts no further item of this or any later chunk, and returns the
   * items that it is asked for with {@link ToWorker.Revoke}, until it receives {@link
   * ToWorker.Bye}. Sent before the answer of the item after which it stops.
   *
   * @param reason the reason, for users
   */
  record Retiring(String reason) implements ToCoordinator {}
}
