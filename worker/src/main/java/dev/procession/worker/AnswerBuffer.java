package dev.procession.worker;

import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the runner's answers and sends them at the end of the chunk, or earlier when their total
 * size is large. The courier thread may send them at any time in between.
 */
final class AnswerBuffer {
  /** Answers are sent at once when their total size reaches this. */
  private static final int FULL_BYTES = 64 * 1024;

  /** An answer waits at most twice as long, because of the interval of the courier's ticks. */
  private static final long WAIT_NANOS =
      TimeUnit.MILLISECONDS.toNanos(BackgroundSender.TICK_MILLIS);

  private final ItemEncoder encoder;
  private final Outgoing outgoing;

  /** The answers that the courier may send; written by the runner. */
  private volatile PendingResults pending;

  /** The chunk that is being answered; owned by the runner. */
  private long chunkId;

  /** The position of the next answer; owned by the runner. */
  private int position;

  AnswerBuffer(ItemEncoder encoder, Outgoing outgoing) {
    this.encoder = encoder;
    this.outgoing = outgoing;
    this.pending = new PendingResults(0, 0, System.nanoTime());
  }

  /** Starts the answers of a chunk; for the runner. */
  void begin(long newChunkId) {
    chunkId = newChunkId;
    position = 0;
    pending = new PendingResults(chunkId, position, System.nanoTime());
  }

  /**
   * Adds the value of the next item, or the failure to encode it; for the runner. It is not sent
   * before {@link #publish}.
   *
   * @return the error, if the answer was replaced
   */
  @Nullable Throwable addValue(@Nullable Object value) {
    position++;
    try {
      DeepCoding.add(value, encoder);
      return null;
    } catch (EncodingException e) {
      String message = String.valueOf(e.getMessage());
      encoder.addAnswer(new Answer.Unwritable(e.className(), e.path(), message));
      return e;
    } catch (Throwable e) {
      // Most likely out of memory while encoding a result; the rest must suffice for the failure.
      encoder.addAnswer(new Answer.Threw(e));
      return e;
    }
  }

  /** Adds an answer that is not a value; for the runner. Otherwise as for a value. */
  @Nullable Throwable add(Answer failure) {
    position++;
    try {
      encoder.addAnswer(failure);
      return null;
    } catch (Throwable e) {
      encoder.addAnswer(new Answer.Threw(e));
      return e;
    }
  }

  /** Permits the answers so far to be sent; for the runner. */
  void publish() {
    pending.publish(encoder);
    if (encoder.sizeBytes() >= FULL_BYTES) {
      sendAll();
    }
  }

  /** Sends the remaining answers and clears the buffer; for the runner. */
  void sendAll() {
    sendUnsent();
    encoder.clear();
    pending = new PendingResults(chunkId, position, System.nanoTime());
  }

  /** Sends the available answers; for the courier. */
  void sendUnsent() {
    outgoing.sendUnsent(pending, 0);
  }

  /**
   * Sends the available answers, unless the last ones were sent recently: most chunks end soon,
   * with all answers in one message. For the courier.
   */
  void sendWaiting() {
    outgoing.sendUnsent(pending, WAIT_NANOS);
  }
}
