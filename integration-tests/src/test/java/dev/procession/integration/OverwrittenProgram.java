package dev.procession.integration;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The jar that it runs from is overwritten, as by an upgrade, and a worker dies. */
final class OverwrittenProgram {
  private OverwrittenProgram() {}

  static int work(int item) {
    if (item < 0) {
      Runtime.getRuntime().halt(1);
    }
    return item + 1;
  }

  public static void main(String[] arguments) throws Exception {
    ProcessPool pool = ProcessPool.create(2);
    attempt("before", pool, 1);
    overwrite(Path.of(arguments[0]));
    attempt("overwritten", pool, 1);
    attempt("death", pool, -1);
    attempt("after", pool, 1);
    Runtime.getRuntime().halt(0);
  }

  private static void overwrite(Path jar) throws IOException {
    byte[] other = new byte[(int) Files.size(jar)];
    new Random(1).nextBytes(other);
    Files.write(jar, other);
  }

  private static void attempt(String name, ProcessPool pool, int item) throws Exception {
    try {
      CompletableFuture<List<Integer>> result =
          pool.mapAsync(OverwrittenProgram::work, List.of(item));
      System.out.println(name + " ended: " + result.get(120, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      System.out.println(name + " waits");
    } catch (ExecutionException | RejectedExecutionException | LinkageError e) {
      System.out.println(name + " ended with an exception");
    }
  }
}
