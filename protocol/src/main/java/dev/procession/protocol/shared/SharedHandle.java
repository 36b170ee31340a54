package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import java.io.Serial;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the handles of all kinds have in common. Another process gets a reference in its place. */
abstract sealed class SharedHandle
    permits LockHandle, SemaphoreHandle, CounterHandle, QueueHandle, MapHandle, LatchHandle {
  private final SharedReference reference;
  private final @Nullable SharedClient client;

  SharedHandle(SharedReference reference, @Nullable SharedClient client) {
    this.reference = reference;
    this.client = client;
  }

  final SharedReference reference() {
    return reference;
  }

  final long id() {
    return reference.id();
  }

  final SharedClient client() {
    if (client == null) {
      throw new IllegalStateException(
          "The " + this + " works only in the program that created it and in tasks of its pool");
    }
    return client;
  }

  /** Asks, and waits for the answer. */
  final SharedReply ask(SharedOperation operation) {
    return ask(client().owner(), operation);
  }

  /** The same in the name of a certain owner. */
  final SharedReply ask(Owner owner, SharedOperation operation) {
    return client().ask(owner, reference, operation);
  }

  final SharedReply askInterruptibly(SharedOperation operation) throws InterruptedException {
    return askInterruptibly(client().owner(), operation);
  }

  final SharedReply askInterruptibly(Owner owner, SharedOperation operation)
      throws InterruptedException {
    return client().askInterruptibly(owner, reference, operation);
  }

  /** Asks without wanting an answer. */
  final void tell(SharedOperation operation) {
    client().tell(client().owner(), id(), operation);
  }

  final long number(SharedOperation operation) {
    return ((SharedReply.Numeric) ask(operation)).value();
  }

  /** Removes the object; one that is removed already stays so. */
  final void remove() {
    tell(new SharedOperation.Close());
  }

  static long nanos(long time, TimeUnit unit) {
    return Math.max(0, Objects.requireNonNull(unit, "unit").toNanos(time));
  }

  @Serial
  final Object writeReplace() {
    return reference;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof SharedHandle handle && handle.reference.equals(reference);
  }

  @Override
  public final int hashCode() {
    return reference.hashCode();
  }

  @Override
  public final String toString() {
    return reference.inWords();
  }
}
