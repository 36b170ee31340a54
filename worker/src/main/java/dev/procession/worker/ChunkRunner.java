package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of one chunk after the other: decodes each, applies the function, and answers it
 * exactly once and in order, whatever the user's code does. Owned by the runner.
 */
final class ChunkRunner {
  private final Seat seat;
  private final Functions functions;
  private final Answers answers;
  private final Canceller canceller;
  private final Retirement retirement;

  /** The function of the chunk, once an item has needed it; owned by the runner. */
  private @Nullable TaskFunction function;

  /** Which worker this is, and where it says what it runs. */
  record Seat(int workerId, ProgressPage page) {}

  ChunkRunner(
      Seat seat, Functions functions, Answers answers, Canceller canceller, Retirement retirement) {
    this.seat = seat;
    this.functions = functions;
    this.answers = answers;
    this.canceller = canceller;
    this.retirement = retirement;
  }

  /** Runs what has not been revoked of a chunk, and sends the answers. */
  void run(Chunk chunk, Functions.Origin origin) {
    if (retirement.hasBegun()) {
      // Guards against a race with Retiring: the coordinator sent this before it knew, and takes it
      // back as soon as it does.
      chunk.revoke();
      return;
    }
    EncodedItems items = chunk.items();
    answers.begin(chunk.id());
    TaskContext.enterChunk(seat.workerId, chunk);
    function = null;
    boolean more = startNext(chunk);
    while (more) {
      int position = chunk.position();
      if (chunk.isCancelled(position)) {
        seat.page.idle();
        failed(new Answer.Skipped());
      } else {
        seat.page.running(chunk.id(), position);
        runItem(chunk, items, origin);
      }
      answers.publish();
      more = startNext(chunk);
      if (chunk.isCancelled(position)) {
        canceller.settle();
      }
    }
    // Not after each item: the next takes its place at once.
    seat.page.idle();
    TaskContext.leave();
    answers.sendAll();
  }

  /** An interrupt that a task gave itself ends with it; one that cancels it, in {@code settle}. */
  private static boolean startNext(Chunk chunk) {
    Thread.interrupted();
    return chunk.advance();
  }

  private void runItem(Chunk chunk, EncodedItems items, Functions.Origin origin) {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() != origin.loader()) {
      thread.setContextClassLoader(origin.loader());
    }
    try {
      TaskFunction ready = function;
      if (ready == null) {
        ready = functions.use(chunk.functionId(), origin);
        function = ready;
      }
      Object item = origin.decoder().decode(items, chunk.position());
      succeeded(ready.apply(item));
    } catch (DecodingException e) {
      retirement.considerError(e);
      failed(unreadable(e));
    } catch (UnreadableBroadcastException e) {
      retirement.considerError(e);
      failed(unreadable(e.why()));
    } catch (Throwable e) {
      retirement.considerError(e);
      failed(new Answer.Threw(e));
    }
    retirement.considerMemory();
    if (retirement.hasBegun()) {
      chunk.revoke();
    }
  }

  private void succeeded(@Nullable Object value) {
    Throwable trouble = answers.addValue(value);
    if (trouble != null) {
      retirement.considerError(trouble);
    }
  }

  private void failed(Answer failure) {
    Throwable trouble = answers.add(failure);
    if (trouble != null) {
      retirement.considerError(trouble);
    }
  }

  private static Answer unreadable(DecodingException e) {
    return new Answer.Unreadable(e.className(), e.path(), String.valueOf(e.getMessage()));
  }
}
