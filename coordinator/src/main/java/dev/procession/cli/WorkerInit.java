package dev.procession.cli;

import dev.procession.task.SerializableRunnable;

/**
 * What {@code --init} runs in each worker process before its first item. Public because what is
 * compiled on the fly extends it from a class loader of its own.
 */
public abstract class WorkerInit implements SerializableRunnable {
  private static final long serialVersionUID = 1L;

  /** For the forms of {@code --init}. */
  protected WorkerInit() {}

  /** What it throws, checked or not, is what the user is told. */
  @Override
  public final void run() {
    try {
      prepare();
    } catch (Exception e) {
      WorkerInit.<RuntimeException>throwAsIs(e);
    }
  }

  /**
   * Does it.
   *
   * @throws Exception whatever the user's code throws
   */
  protected abstract void prepare() throws Exception;

  // It is thrown as what it is; only the compiler takes it for an E.
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwAsIs(Exception e) throws E {
    throw (E) e;
  }
}
