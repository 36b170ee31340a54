package dev.procession;

/** Makes the failures that only the pool can make, for tests of what is told of them. */
public final class FailedItems {
  private FailedItems() {}

  /**
   * An item whose function threw.
   *
   * @param index the item
   * @param cause what it threw
   * @return the failure, as of worker 0
   */
  public static TaskFailedException threw(long index, Throwable cause) {
    return new TaskFailedException(TaskRef.item(index), new WorkerRef(0, 4711), cause);
  }
}
