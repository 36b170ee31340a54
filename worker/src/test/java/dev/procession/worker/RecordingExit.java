package dev.procession.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Remembers the first end that was asked for instead of ending the test. */
final class RecordingExit implements ProcessExit {
  private final CompletableFuture<String> first = new CompletableFuture<>();

  private final CompletableFuture<Runnable> shutdown = new CompletableFuture<>();

  @Override
  public void halt(int code) {
    first.complete("halt " + code);
  }

  @Override
  public void exit(int code) {
    first.complete("exit " + code);
  }

  @Override
  public void atShutdown(Runnable action) {
    // The shutdown of this JVM is not that of a worker.
    shutdown.complete(action);
  }

  @Override
  public void killDescendants() {
    // The processes of this JVM are those of other tests.
  }

  @Override
  public void killLateBirths() {
    // As above.
  }

  @Override
  public void fail(int code, String why) {
    first.complete("fail " + code + ": " + why);
  }

  /** What is done when the JVM begins to exit. */
  Runnable shutdown() throws Exception {
    return shutdown.get(10, TimeUnit.SECONDS);
  }

  String await() throws Exception {
    return first.get(10, TimeUnit.SECONDS);
  }

  boolean isAsked() {
    return first.isDone();
  }
}
