package dev.procession.cli.function;

import dev.procession.task.SerializableRunnable;

/**
 * The code that {@code --init} runs in each worker process before its first item. Public because
 * what is compiled on the fly extends it from a class loader of its own.
 */
public abstract class WorkerInit implements SerializableRunnable {
  private static final long serialVersionUID = 1L;

  /** For the forms of {@code --init}. */
  protected WorkerInit() {}

  /** Its exception, checked or not, is reported to the user. */
  @Override
  public final void run() {
    try {
      prepare();
    } catch (Exception e) {
      WorkerInit.<RuntimeException>throwAsIs(e);
    }
  }

  /**
   * Runs it.
   *
   * @throws Exception whatever the user's code throws
   */
  protected abstract void prepare() throws Exception;

  // It is thrown unchanged; only the compiler treats it as an E.
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwAsIs(Exception e) throws E {
    throw (E) e;
  }
}
