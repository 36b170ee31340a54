package dev.procession.cli;

import java.util.function.Supplier;

/** The loader with which a thread, and those that it starts, find classes by name. */
final class ContextLoader {
  private ContextLoader() {}

  static <R> R during(ClassLoader loader, Supplier<R> work) {
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
