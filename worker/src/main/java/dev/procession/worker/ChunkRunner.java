package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of one chunk after the other: decodes each, applies the function, and answers it
 * exactly once and in order, whatever the user's code does. Owned by the runner.
 */
final class ChunkRunner {
  private static final int MAX_CAUSES = 16;

  private final int workerId;
  private final Functions functions;
  private final Answers answers;
  private final ProgressPage page;
  private final Canceller canceller;

  /** Why this JVM can no longer be trusted, if so; owned by the runner. */
  private @Nullable Throwable suspicion;

  ChunkRunner(
      int workerId, Functions functions, Answers answers, ProgressPage page, Canceller canceller) {
    this.workerId = workerId;
    this.functions = functions;
    this.answers = answers;
    this.page = page;
    this.canceller = canceller;
  }

  /** Runs what has not been revoked of a chunk, and sends the answers. */
  void run(Chunk chunk, Functions.Origin origin) {
    EncodedItems items = chunk.items();
    answers.begin(chunk.id());
    boolean more = startNext(chunk);
    while (more) {
      int position = chunk.position();
      if (chunk.isCancelled(position)) {
        answers.add(new Answer.Skipped());
      } else {
        page.running(chunk.id(), position);
        runItem(chunk, items, origin);
        page.idle();
      }
      more = startNext(chunk);
      if (chunk.isCancelled(position)) {
        canceller.settle();
      }
    }
    TaskContext.leave();
    answers.sendAll();
  }

  /**
   * An error of the VM that the user's code has met: after it, anything in this JVM may be broken.
   * It is told once.
   */
  Optional<Throwable> takeSuspicion() {
    Optional<Throwable> found = Optional.ofNullable(suspicion);
    suspicion = null;
    return found;
  }

  /** An interrupt that a task gave itself ends with it; one that cancels it, in {@code settle}. */
  private static boolean startNext(Chunk chunk) {
    Thread.interrupted();
    return chunk.advance();
  }

  private void runItem(Chunk chunk, EncodedItems items, Functions.Origin origin) {
    int position = chunk.position();
    TaskContext.enterItem(workerId, chunk, position);
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
      suspect(e);
      answer = new Answer.Unreadable(e.className(), e.path(), String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      suspect(e);
      answer = new Answer.Threw(e);
    }
    answers.add(answer);
  }

  private void suspect(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof VirtualMachineError) {
        suspicion = cause;
        return;
      }
      cause = cause.getCause();
    }
  }
}
