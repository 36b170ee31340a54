package dev.procession;

import dev.procession.process.Engine;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is done about a pool that is dropped without having been closed: it is reported, with the
 * place where it was made, and shut down, so that what it has accepted still ends and its workers
 * go.
 *
 * <p>It holds the engine and must never hold the pool: a pool is dropped when nobody can reach it.
 *
 * @param engine the engine of the pool
 * @param madeAt made where the pool was made
 */
record ForgottenPool(Engine engine, Throwable madeAt) implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * Watches a pool; to be called where it is made.
   *
   * @param pool the object that its users hold
   * @param engine what is left when they have dropped it
   * @return to be cleaned when the pool has been shut down, so that it is forgotten for good
   */
  static Cleaner.Cleanable watch(ProcessPool pool, Engine engine) {
    return CLEANER.register(
        pool, new ForgottenPool(engine, new Throwable("The pool was made here")));
  }

  /**
   * On the cleaner's thread, which others need: a logger may block, so it is another's business.
   */
  @Override
  public void run() {
    if (!engine.isShutdown()) {
      engine.callbacks().execute(this::shutDown);
    }
  }

  private void shutDown() {
    engine.shutdown();
    engine.log().poolForgotten(place(), madeAt);
  }

  /** The line of the user's that made it. */
  private String place() {
    Optional<StackTraceElement> caller =
        Arrays.stream(madeAt.getStackTrace())
            .filter(frame -> !isOurs(frame.getClassName()))
            .findFirst();
    return caller.map(StackTraceElement::toString).orElse("an unknown place");
  }

  private static boolean isOurs(String className) {
    return className.equals(ForgottenPool.class.getName())
        || className.equals(LocalProcessPool.class.getName())
        || className.equals(ProcessPool.class.getName())
        || className.equals(ProcessPool.Builder.class.getName());
  }
}
