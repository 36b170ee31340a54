package dev.procession.cli.function;

import java.util.function.Supplier;

/** Sets the context class loader of a thread, which the threads that it starts inherit. */
public final class ContextLoader {
  private ContextLoader() {}

  public static <R> R during(ClassLoader loader, Supplier<R> work) {
    Thread self = Thread.currentThread();
    ClassLoader before = self.getContextClassLoader();
    self.setContextClassLoader(loader);
    try {
      return work.get();
    } finally {
      self.setContextClassLoader(before);
    }
  }
}
