package dev.procession;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * Tells whether a wait for a result has ended because its thread was stopped, by an error that has
 * nothing to do with the wait. Ctrl-C in JShell stops a snippet so, since JShell has no other way.
 */
final class StoppedThread {
  private StoppedThread() {}

  /** Whether a wait that ended so has neither a result nor one of the usual ends of a wait. */
  static boolean isStoppedBy(Throwable ending) {
    boolean isUsual =
        ending instanceof CancellationException || ending instanceof CompletionException;
    // A thread that lacks stack or memory may wait again when it has more of it.
    boolean isShortOfMemory =
        ending instanceof VirtualMachineError || ending instanceof LinkageError;
    return !isUsual
        && !isShortOfMemory
        && (ending instanceof RuntimeException || ending instanceof Error);
  }
}
