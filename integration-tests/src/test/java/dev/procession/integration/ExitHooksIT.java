package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.WorkerCrashedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Shutdown hooks of tasks, in workers that are told to exit. */
final class ExitHooksIT {
  @Test
  void exitWithHookThatHangsEndsWithTheGrace() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(Duration.ofMillis(500)).build()) {
      CompletableFuture<?> future = pool.submit(Troublemakers::exitWithStubbornHook);

      ExecutionException error =
          assertThrows(ExecutionException.class, () -> future.get(40, TimeUnit.SECONDS));

      WorkerCrashedException crash =
          assertInstanceOf(WorkerCrashedException.class, error.getCause());
      assertEquals(75, crash.exitCode().orElseThrow());
      assertTrue(
          crash.getMessage().contains("its shutdown hooks did not finish"), crash.toString());
      assertTrue(crash.stderrTail().contains("still running: stubborn"), crash.stderrTail());
      assertEquals(List.of(4), pool.map(x -> x * x, List.of(2)));
    }
  }
}
