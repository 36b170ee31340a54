package dev.procession.integration;

import dev.procession.ProcessPool;
import dev.procession.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Makes a pool before, during and after a time in which the system gives no file descriptor. */
final class StarvedProgram {
  private static final long POLL_NANOS = 2_000_000;

  private StarvedProgram() {}

  /** The arguments are gates: to the first pool that may starve, and to the one that may not. */
  public static void main(String[] arguments) throws IOException {
    loadWhatAFailureNeeds();
    tell(useOnePool());
    await(new Gate(arguments[0]));
    tell(useOnePool());
    await(new Gate(arguments[1]));
    tell(useOnePool());
  }

  /** A class cannot be read from a folder once there are no descriptors. */
  private static void loadWhatAFailureNeeds() throws IOException {
    Path gone = Files.createTempDirectory("gone-");
    ProcessPool.Builder builder = ProcessPool.builder().workers(1).directory(gone);
    Files.delete(gone);
    useOnce(builder);
  }

  private static String useOnePool() {
    return useOnce(ProcessPool.builder().workers(1));
  }

  private static String useOnce(ProcessPool.Builder builder) {
    try (ProcessPool pool = builder.build()) {
      return pool.map(x -> x + 1, List.of(1)).toString();
    } catch (WorkerStartException e) {
      return e.getClass().getSimpleName() + " " + e.getCause();
    }
  }

  private static void tell(String line) {
    System.out.println(line.lines().findFirst().orElse(""));
  }

  private static void await(Gate gate) {
    while (!gate.isOpen()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
