package dev.procession.protocol;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a coordinator says to a worker. The bytes of each message are in the package page. */
public sealed interface ToWorker {

  /**
   * The coordinator's half of the handshake, sent once, after the worker's {@link
   * ToCoordinator.Hello}.
   *
   * @param protocolVersion must equal the worker's own
   * @param workerId the worker's number in its pool
   * @param coordinatorPid the process whose end ends the worker
   * @param maxItemBytes the longest encoded item or result
   * @param progressPage path of the file that the worker maps to tell which item it runs
   * @param maxResidentBytes with how much memory in RAM the worker may begin an item; empty for no
   *     limit
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
   * Lets the worker drop a function that will not be used again.
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
   * @param attempt how many times these items have been started, this time included
   * @param items the encoded items
   */
  record Run(long chunkId, int functionId, long firstIndex, int attempt, EncodedItems items)
      implements ToWorker {}

  /**
   * Takes back the items of a chunk that have not been started; answered by {@link
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
   * Answers a {@link ToCoordinator.ResourceWanted}.
   *
   * @param requestId the request's number
   * @param bytes the resource
   */
  record Resource(int requestId, byte[] bytes) implements ToWorker {}

  /**
   * Answers a {@link ToCoordinator.ResourceWanted} for what that class loader does not have, or has
   * from the class path only.
   *
   * @param requestId the request's number
   * @param why which loaders were asked and what can be done, for people; empty where the worker is
   *     to look on the class path
   */
  record NoResource(int requestId, String why) implements ToWorker {}

  /**
   * A broadcast value, in answer to the one {@link ToCoordinator.BroadcastWanted} for it.
   *
   * @param broadcastId its number
   * @param loaderId which of the coordinator's class loaders serves its classes
   * @param value the one encoded value
   */
  record Broadcast(long broadcastId, int loaderId, EncodedItems value) implements ToWorker {}

  /**
   * A broadcast value is not to be had any more: whoever has it lets go of it, whoever waits for it
   * waits in vain.
   *
   * @param broadcastId its number
   */
  record BroadcastClosed(long broadcastId) implements ToWorker {}

  /** Asks the worker to finish what it has and leave with exit code 0. */
  record Bye() implements ToWorker {}
}
