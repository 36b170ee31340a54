package dev.procession.protocol;

/** How a worker applies a defined function to an item. The order is part of the protocol. */
public enum FunctionKind {
  /** A {@code SerializableFunction}, applied to the item. */
  FUNCTION,
  /** A {@code SerializableBiFunction}, applied to an item that is an {@code Object[]} of two. */
  BI_FUNCTION,
  /** No function: each item is a {@code Callable} or a {@code Runnable}, and is called. */
  CALL,
  /** A {@code Runnable}, run once before the worker is ready. */
  INITIALIZER,
  /** A {@code SerializableConsumer}, given the item; the answer is null. */
  CONSUMER
}
