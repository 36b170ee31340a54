package dev.procession.worker;

import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the runner puts its answers: encodes them and sees that they leave at the end of the chunk,
 * or before when they are many. The courier may send them at any time in between.
 */
final class Answers {
  /** Answers of this size together leave at once. */
  private static final int FULL_BYTES = 64 * 1024;

  /** With the courier's tick it is twice as long at most until an answer leaves. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(Courier.TICK_MILLIS);

  private final ItemEncoder encoder;
  private final Outgoing outgoing;

  /** What the courier may send; written by the runner. */
  private volatile PendingResults pending;

  /** The chunk that is being answered; owned by the runner. */
  private long chunkId;

  /** Where in it the next answer belongs; owned by the runner. */
  private int position;

  Answers(ItemEncoder encoder, Outgoing outgoing) {
    this.encoder = encoder;
    this.outgoing = outgoing;
    this.pending = new PendingResults(0, 0, System.nanoTime());
  }

  /** The following answers belong to a chunk, from its beginning; for the runner. */
  void begin(long newChunkId) {
    chunkId = newChunkId;
    position = 0;
    pending = new PendingResults(chunkId, position, System.nanoTime());
  }

  /**
   * Takes the value of the next item, or the failure to encode it; for the runner. It does not
   * leave before {@link #publish}.
   *
   * @return what went wrong, if the answer is now another than the one that was given
   */
  @Nullable Throwable addValue(@Nullable Object value) {
    position++;
    try {
      encoder.add(value);
      return null;
    } catch (EncodingException e) {
      String message = String.valueOf(e.getMessage());
      encoder.addAnswer(new Answer.Unwritable(e.className(), e.path(), message));
      return e;
    } catch (Error | RuntimeException e) {
      // Out of memory, most likely, while writing a result; what is left must do for the failure.
      encoder.addAnswer(new Answer.Threw(e));
      return e;
    }
  }

  /** Takes an answer that is no value; for the runner. The rest is as for a value. */
  @Nullable Throwable add(Answer failure) {
    position++;
    try {
      encoder.addAnswer(failure);
      return null;
    } catch (Error | RuntimeException e) {
      encoder.addAnswer(new Answer.Threw(e));
      return e;
    }
  }

  /** Lets the answers so far be sent; for the runner. */
  void publish() {
    pending.publish(encoder);
    if (encoder.sizeBytes() >= FULL_BYTES) {
      sendAll();
    }
  }

  /** Sends what there is and starts with an empty buffer; for the runner. */
  void sendAll() {
    sendUnsent();
    encoder.clear();
    pending = new PendingResults(chunkId, position, System.nanoTime());
  }

  /** Sends what there is; for the courier. */
  void sendUnsent() {
    outgoing.sendUnsent(pending, 0);
  }

  /**
   * Sends what there is, unless it is not long since something was sent: most chunks end soon, and
   * take all their answers in one message. For the courier.
   */
  void sendWaiting() {
    outgoing.sendUnsent(pending, WAIT_NANOS);
  }
}
