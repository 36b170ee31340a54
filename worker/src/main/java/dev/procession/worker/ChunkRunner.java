package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;

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
    boolean more = startNext(chunk);
    while (more) {
      int position = chunk.position();
      if (chunk.isCancelled(position)) {
        answers.add(new Answer.Skipped());
      } else {
        seat.page.running(chunk.id(), position);
        runItem(chunk, items, origin);
        seat.page.idle();
      }
      answers.publish();
      more = startNext(chunk);
      if (chunk.isCancelled(position)) {
        canceller.settle();
      }
    }
    TaskContext.leave();
    answers.sendAll();
  }

  /** An interrupt that a task gave itself ends with it; one that cancels it, in {@code settle}. */
  private static boolean startNext(Chunk chunk) {
    Thread.interrupted();
    return chunk.advance();
  }

  private void runItem(Chunk chunk, EncodedItems items, Functions.Origin origin) {
    int position = chunk.position();
    TaskContext.enterItem(seat.workerId, chunk, position);
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() != origin.loader()) {
      thread.setContextClassLoader(origin.loader());
    }
    Answer answer;
    try {
      TaskFunction function = functions.use(chunk.functionId(), origin);
      Object item = origin.decoder().decode(items, position);
      answer = new Answer.Value(function.apply(item));
    } catch (DecodingException e) {
      retirement.considerError(e);
      answer = unreadable(e);
    } catch (UnreadableBroadcastException e) {
      retirement.considerError(e);
      answer = unreadable(e.why());
    } catch (Throwable e) {
      retirement.considerError(e);
      answer = new Answer.Threw(e);
    }
    answers.add(answer).ifPresent(retirement::considerError);
    retirement.considerMemory();
    if (retirement.hasBegun()) {
      chunk.revoke();
    }
  }

  private static Answer unreadable(DecodingException e) {
    return new Answer.Unreadable(e.className(), e.path(), String.valueOf(e.getMessage()));
  }
}
