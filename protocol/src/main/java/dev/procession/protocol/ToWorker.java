package dev.procession.protocol;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The messages of a coordinator to a worker. Their encoding is described in the package
 * description.
 */
public sealed interface ToWorker {

  /**
   * The coordinator's half of the handshake, sent once, after the worker's {@link
   * ToCoordinator.Hello}.
   *
   * @param protocolVersion must equal the worker's own
   * @param workerId the worker's number in its pool
   * @param coordinatorPid the process whose end ends the worker
   * @param maxItemBytes the longest encoded item or result
   * @param progressPage path of the file in which the worker records the running item
   * @param maxResidentBytes the resident memory with which the worker may still start an item;
   *     empty for no limit
   * @param shutdownGraceMillis how long shutdown hooks may take once the JVM's shutdown has begun
   */
  record Welcome(
      int protocolVersion,
      int workerId,
      long coordinatorPid,
      int maxItemBytes,
      String progressPage,
      OptionalLong maxResidentBytes,
      long shutdownGraceMillis)
      implements ToWorker {}

  /**
   * Adds class names to the table that encoded values refer to by number.
   *
   * @param firstId the number of the first name; equals the count of names sent before
   * @param names the names, in order
   */
  record Names(int firstId, List<String> names) implements ToWorker {}

  /**
   * Makes a function known, once per worker.
   *
   * @param functionId the number that {@link Run} will use
   * @param kind how it is applied to an item
   * @param loaderId which of the coordinator's class loaders serves its classes and those of its
   *     items; {@link Protocol#CLASS_PATH_LOADER} is the one of its class path
   * @param encoded the function as one encoded value
   */
  record Define(int functionId, FunctionKind kind, int loaderId, byte[] encoded)
      implements ToWorker {}

  /**
   * Releases a function that will not be used again.
   *
   * @param functionId the function's number
   */
  record Forget(int functionId) implements ToWorker {}

  /**
   * Ends the start-up: the worker runs the initializer, if there is one, and says {@link
   * ToCoordinator.Ready}.
   *
   * @param initializerId the number of a defined function of kind {@link FunctionKind#INITIALIZER}
   */
  record Start(OptionalInt initializerId) implements ToWorker {}

  /**
   * A chunk to run.
   *
   * @param chunkId the chunk's number, unique in the pool
   * @param functionId a defined function
   * @param firstIndex the index of the first item in its input
   * @param attempt the number of times that these items have been started, including this time
   * @param items the encoded items
   */
  record Run(long chunkId, int functionId, long firstIndex, int attempt, EncodedItems items)
      implements ToWorker {}

  /**
   * Revokes the items of a chunk that have not been started; answered by {@link
   * ToCoordinator.Returned}.
   *
   * @param chunkId the chunk's number
   */
  record Revoke(long chunkId) implements ToWorker {}

  /**
   * Stops one item: skipped if it has not been started, interrupted if it runs, ignored if it has
   * ended.
   *
   * @param chunkId the chunk's number
   * @param position the item's position in the chunk
   */
  record Cancel(long chunkId, int position) implements ToWorker {}

  /**
   * Asks where in its code an item is; answered by {@link ToCoordinator.StackTaken} if it runs.
   *
   * @param chunkId the chunk's number
   * @param position the item's position in the chunk
   */
  record StackWanted(long chunkId, int position) implements ToWorker {}

  /**
   * Answers a {@link ToCoordinator.ResourceWanted}.
   *
   * @param requestId the request's number
   * @param bytes the resource
   */
  record Resource(int requestId, byte[] bytes) implements ToWorker {}

  /**
   * Answers a {@link ToCoordinator.ResourceWanted} for a resource that the class loader does not
   * have, or only has from the class path.
   *
   * @param requestId the request's number
   * @param why the loaders that were asked and a remedy, for users; empty if the worker must look
   *     on the class path
   */
  record NoResource(int requestId, String why) implements ToWorker {}

  /**
   * Answers a {@link ToCoordinator.ResourceWanted} for the file of a class that the class loader
   * gets from another loader, such as its parent: the worker must get it from there, too.
   *
   * @param requestId the request's number
   * @param loaderId which of the coordinator's class loaders has defined the class
   */
  record DefinedElsewhere(int requestId, int loaderId) implements ToWorker {}

  /**
   * A broadcast value, in answer to the one {@link ToCoordinator.BroadcastWanted} for it.
   *
   * @param broadcastId its number
   * @param loaderId which of the coordinator's class loaders serves its classes
   * @param value the one encoded value
   */
  record Broadcast(long broadcastId, int loaderId, EncodedItems value) implements ToWorker {}

  /**
   * A broadcast value is closed: the worker releases it, and a task that waits for it fails.
   *
   * @param broadcastId its number
   */
  record BroadcastClosed(long broadcastId) implements ToWorker {}

  /**
   * No task uses an object that this worker may have: it is closed after what runs, and released.
   *
   * @param objectId its number
   */
  record ObjectClosed(long objectId) implements ToWorker {}

  /**
   * Answers a {@link ToCoordinator.SharedRequest}.
   *
   * @param requestId the request's number
   * @param reply the answer
   */
  record SharedAnswer(long requestId, SharedReply reply) implements ToWorker {}

  /** Asks the worker to finish its chunks and exit with code 0. */
  record Bye() implements ToWorker {}
}
