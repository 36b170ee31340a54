package dev.procession.process.shipping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.protocol.shared.SharedReference;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SharedLock;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopiedStateTest {
  private static final String SOURCE =
      """
      import dev.procession.task.SerializableCallable;
      import java.util.concurrent.LinkedBlockingQueue;

      public class Sample {
        public static Object task() {
          long first = System.nanoTime();
          var found = new LinkedBlockingQueue<Long>();
          SerializableCallable<Object> task = () -> {
            return found.add(first);
          };
          return task;
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"-g, found (a LinkedBlockingQueue)", "-g:lines, a LinkedBlockingQueue"})
  void whatALambdaHasCapturedIsNamedAsFarAsItsClassFileTells(String debugging, String name)
      throws Exception {
    try (URLClassLoader loader = compiled(debugging)) {
      Object task = loader.loadClass("Sample").getMethod("task").invoke(null);

      assertEquals(List.of(name + " in Sample, line 9"), CopiedState.of(task, List.of()));
    }
  }

  @Test
  void lockOfAllWorkersIsNoCopy() {
    Object handle = new SharedReference(SharedReference.Kind.LOCK, 1, 2, "file").handle(null);
    SharedLock lock = (SharedLock) handle;
    SerializableCallable<Boolean> task = () -> lock.tryLock();

    assertEquals(List.of(), CopiedState.of(task, List.of()));
  }

  private URLClassLoader compiled(String debugging) throws IOException {
    Path source = Files.writeString(folder.resolve("Sample.java"), SOURCE);
    String classPath = System.getProperty("java.class.path");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                debugging,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, status);
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }

  /** A task that is no lambda. */
  static final class Counting implements SerializableCallable<Integer> {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger count = new AtomicInteger();
    private final Semaphore permits = new Semaphore(1);

    @Override
    public Integer call() {
      return permits.tryAcquire() ? count.incrementAndGet() : 0;
    }
  }

  @Test
  void fieldsOfATaskAreNamed() {
    String type = Counting.class.getName();

    assertEquals(
        List.of("count (an AtomicInteger) in " + type, "permits (a Semaphore) in " + type),
        CopiedState.of(new Counting(), List.of()));
  }

  @Test
  void dataIsNoReasonToSayAnything() {
    ConcurrentHashMap<String, Integer> data = new ConcurrentHashMap<>();
    SerializableCallable<Integer> task = data::size;

    assertEquals(List.of(), CopiedState.of(task, List.of()));
  }
}
