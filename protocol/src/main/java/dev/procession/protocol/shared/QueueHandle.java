package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.QueueClosedException;
import dev.procession.task.SharedQueue;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("serial") // A reference is written in its place.
final class QueueHandle<T> extends SharedHandle implements SharedQueue<T> {
  private static final long serialVersionUID = 1L;

  QueueHandle(SharedReference reference, @Nullable SharedClient client) {
    super(reference, client);
  }

  @Override
  public void put(T item) throws InterruptedException {
    offer(item, SharedOperation.FOREVER);
  }

  @Override
  public boolean offer(T item, long time, TimeUnit unit) throws InterruptedException {
    return offer(item, nanos(time, unit));
  }

  private boolean offer(T item, long waitNanos) throws InterruptedException {
    byte[] encoded = client().encode(Objects.requireNonNull(item, "item"));
    SharedReply reply = askInterruptibly(new SharedOperation.Put(encoded, waitNanos));
    if (reply instanceof SharedReply.Finished) {
      throw new QueueClosedException("The " + this + " is closed, and accepts no more items");
    }
    return reply instanceof SharedReply.Done;
  }

  @Override
  public T take() throws InterruptedException {
    return Objects.requireNonNull(poll(SharedOperation.FOREVER));
  }

  @Override
  public @Nullable T poll(long time, TimeUnit unit) throws InterruptedException {
    return poll(nanos(time, unit));
  }

  private @Nullable T poll(long waitNanos) throws InterruptedException {
    SharedReply reply = askInterruptibly(new SharedOperation.Take(waitNanos));
    if (reply instanceof SharedReply.Finished) {
      throw new QueueClosedException("The " + this + " is closed, and has no more items");
    }
    return reply instanceof SharedReply.Value value ? decoded(value) : null;
  }

  @SuppressWarnings("unchecked") // Only items of this type are put.
  private T decoded(SharedReply.Value value) {
    try {
      return (T) client().decode(value.bytes());
    } catch (IllegalStateException e) {
      // Back in the queue, it would fail for each that takes it, for ever.
      throw new IllegalStateException(
          "An item that was taken from the " + this + " is lost: " + e.getMessage(), e);
    }
  }

  @Override
  public int size() {
    return (int) number(new SharedOperation.Size());
  }

  @Override
  public Stream<T> stream() {
    return StreamSupport.stream(new Taking(), false);
  }

  private final class Taking extends Spliterators.AbstractSpliterator<T> {
    Taking() {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
      try {
        action.accept(take());
        return true;
      } catch (QueueClosedException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException(e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    tell(new SharedOperation.Finish());
  }
}
