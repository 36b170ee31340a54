package dev.procession;

import dev.procession.process.Engine;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cleans up after a pool that became unreachable without being closed: logs a warning with the
 * place where the pool was created, and shuts it down gracefully, so that accepted tasks complete
 * and the workers exit.
 *
 * <p>It refers to the engine and must never refer to the pool, which must be able to become
 * unreachable.
 *
 * @param engine the engine of the pool
 * @param madeAt created where the pool was created
 */
record AbandonedPool(Engine engine, Throwable madeAt) implements Runnable {
  /** The cleaner of pools and their streams. */
  static final Cleaner CLEANER = Cleaner.create();

  /**
   * Watches a pool; called where the pool is created.
   *
   * @param pool the object that its users hold
   * @param engine the engine, which remains when the pool is unreachable
   * @return must be cleaned when the pool has been shut down
   */
  static Cleaner.Cleanable watch(ProcessPool pool, Engine engine) {
    return CLEANER.register(
        pool, new AbandonedPool(engine, new Throwable("The pool was made here")));
  }

  /** Called on the shared cleaner thread: a logger may block, so another thread calls it. */
  @Override
  public void run() {
    if (!engine.isShutdown()) {
      engine.callbacks().execute(this::shutDown);
    }
  }

  private void shutDown() {
    engine.shutdown();
    engine.log().poolForgotten(place(madeAt), madeAt);
  }

  /** The line of user code that created it. */
  static String place(Throwable madeAt) {
    Optional<StackTraceElement> caller =
        Arrays.stream(madeAt.getStackTrace())
            .filter(frame -> !isOurs(frame.getClassName()))
            .findFirst();
    return caller.map(StackTraceElement::toString).orElse("an unknown place");
  }

  private static boolean isOurs(String className) {
    return className.equals(AbandonedPool.class.getName())
        || className.equals(AbandonedStream.class.getName())
        || className.equals(ResultSpliterator.class.getName())
        || className.equals(Mapping.class.getName())
        || className.equals(LocalProcessPool.class.getName())
        || className.equals(ProcessPool.class.getName())
        || className.equals(ProcessPool.Builder.class.getName());
  }
}
