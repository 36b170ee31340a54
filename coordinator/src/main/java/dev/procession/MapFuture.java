package dev.procession;

import dev.procession.process.ResultQueue;
import dev.procession.protocol.codec.StaysInProcess;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The future of a whole map; cancelling it cancels the work. */
@StaysInProcess(knownAs = CompletableFuture.class, why = TaskFuture.WHY_NOT_SENT)
final class MapFuture<R extends @Nullable Object> extends CompletableFuture<R> {
  private final ResultQueue results;

  MapFuture(ResultQueue results) {
    this.results = results;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    results.cancel();
    return cancelled;
  }

  /** What a stage makes is a plain future: to cancel it does not cancel the map. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
