package dev.procession.worker;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.ToCoordinator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether this worker has asked to be replaced: it asks once, and starts no item from then on.
 * Owned by the runner.
 *
 * <p>It asks before the answer of the item after which it does so. So the coordinator still holds
 * that item's chunk, takes back what was not started of it, and does the same with the chunk that
 * waits or is on its way.
 */
final class Retirement {
  private static final int MAX_CAUSES = 16;

  private final Optional<MemoryLimit> memoryLimit;
  private final Consumer<ToCoordinator> outgoing;

  private boolean begun;

  Retirement(Optional<MemoryLimit> memoryLimit, Consumer<ToCoordinator> outgoing) {
    this.memoryLimit = memoryLimit;
    this.outgoing = outgoing;
  }

  /** Whether no further item may be started. */
  boolean hasBegun() {
    return begun;
  }

  /**
   * Checks the exception of an item. After an error of the VM, this JVM may be damaged, so the
   * worker retires.
   */
  void considerError(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof VirtualMachineError) {
        begin(ErrorText.of(cause));
        return;
      }
      cause = ErrorText.causeOf(cause).orElse(null);
    }
  }

  /** Checks the memory after an item, before the next one is started. */
  void considerMemory() {
    if (memoryLimit.isPresent()) {
      memoryLimit.get().exceeded().ifPresent(this::begin);
    }
  }

  /** Asks to be replaced, for that reason. */
  void begin(String reason) {
    if (!begun) {
      begun = true;
      outgoing.accept(new ToCoordinator.Retiring(reason + "; " + heap()));
    }
  }

  private static String heap() {
    Runtime runtime = Runtime.getRuntime();
    double mebi = 1 << 20;
    return String.format(
        Locale.ROOT,
        "heap %.0f of at most %.0f MiB in use",
        (runtime.totalMemory() - runtime.freeMemory()) / mebi,
        runtime.maxMemory() / mebi);
  }
}
