package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.shared.SharedClient;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of a chunk in order: decodes each, applies the function, and answers it exactly
 * once, whatever the user's code does. Owned by the runner.
 */
final class ChunkRunner {
  private final int workerId;
  private final ProgressPage page;
  private final Functions functions;
  private final AnswerBuffer answers;
  private final Interrupter canceller;
  private final Retirement retirement;
  private final ItemPace pace;
  private final SharedRequests sharedRequests;
  private final SharedClient shared;

  /** The function of the chunk, once an item has needed it; owned by the runner. */
  private @Nullable TaskFunction function;

  ChunkRunner(
      int workerId,
      ProgressPage page,
      Functions functions,
      AnswerBuffer answers,
      Interrupter canceller,
      Retirement retirement,
      ItemPace pace,
      SharedRequests sharedRequests,
      SharedClient shared) {
    this.sharedRequests = sharedRequests;
    this.shared = shared;
    this.workerId = workerId;
    this.page = page;
    this.functions = functions;
    this.answers = answers;
    this.canceller = canceller;
    this.retirement = retirement;
    this.pace = pace;
  }

  /** Runs the items of a chunk that have not been revoked, and sends the answers. */
  void run(Chunk chunk, Functions.FunctionSource source) {
    if (retirement.hasBegun()) {
      // Guards against a race with Retiring: the coordinator sent this chunk before it received
      // that, and takes it
      // back as soon as it does.
      chunk.revoke();
      return;
    }
    EncodedItems items = chunk.items();
    answers.begin(chunk.id());
    TaskContext.enterChunk(workerId, chunk);
    sharedRequests.begin(chunk, source.loader());
    function = null;
    pace.begin(chunk.size());
    boolean more = startNext(chunk);
    while (more) {
      int position = chunk.position();
      if (chunk.isCancelled(position)) {
        page.idle();
        failed(new Answer.Skipped());
      } else {
        page.running(chunk.id(), position);
        runItem(chunk, items, source);
      }
      boolean held = shared.taskEnded();
      sharedRequests.taskEnds(position);
      answers.publish();
      if (held) {
        // What it has left locked is free only when its end is known.
        answers.sendUnsent();
      }
      if (pace.wasSlow()) {
        // So this item is not run again, whatever the next one does to this process.
        answers.sendUnsent();
      }
      more = startNext(chunk);
      if (chunk.isCancelled(position)) {
        canceller.settle();
      }
    }
    TaskContext.leave();
    sharedRequests.end();
    answers.sendAll();
    // Not after each item, since the next one replaces it at once. Last, so that a process that
    // dies and
    // runs no item has answered all items that it has started.
    page.idle();
  }

  /**
   * Clears an interrupt that a task gave itself; one that cancels it is cleared in {@code settle}.
   */
  private static boolean startNext(Chunk chunk) {
    Thread.interrupted();
    return chunk.advance();
  }

  private void runItem(Chunk chunk, EncodedItems items, Functions.FunctionSource source) {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() != source.loader()) {
      thread.setContextClassLoader(source.loader());
    }
    try {
      TaskFunction ready = function;
      if (ready == null) {
        ready = functions.use(chunk.functionId(), source);
        function = ready;
      }
      Object item = DeepCoding.decode(source.decoder(), items, chunk.position());
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
    chunk.retirementReason().ifPresent(retirement::begin);
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
