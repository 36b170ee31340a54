package dev.procession.process;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The class loader that knows a task's classes, and the number under which workers ask it.
 *
 * @param loaderId unique in the pool
 * @param loader the loader
 */
record TaskClasses(int loaderId, ClassLoader loader) {

  /** Numbers the class loaders of one pool. Holds no loader that nobody else holds. */
  static final class Registry {
    private final Map<ClassLoader, Integer> ids = new WeakHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** Where the classes of {@code task}, a function or a callable, are to be found. */
    TaskClasses of(Object task) {
      ClassLoader loader = loaderOf(task);
      synchronized (ids) {
        return new TaskClasses(ids.computeIfAbsent(loader, l -> next.getAndIncrement()), loader);
      }
    }

    /** The loader of that number, or null when there is none (any more). */
    @Nullable ClassLoader loader(int loaderId) {
      synchronized (ids) {
        for (Map.Entry<ClassLoader, Integer> entry : ids.entrySet()) {
          if (entry.getValue() == loaderId) {
            return entry.getKey();
          }
        }
        return null;
      }
    }

    /**
     * The caller's context loader where it knows the very class of the task, because then it knows
     * at least as much (a plugin's items handed to a library's function); otherwise the loader of
     * the task's class (source launcher, JShell), whose context loader may know nothing.
     */
    private static ClassLoader loaderOf(Object task) {
      // A lambda's own class is hidden; its nest host is the class it was written in.
      Class<?> written = task.getClass().getNestHost();
      ClassLoader own = written.getClassLoader();
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      if (context != null && (own == null || knows(context, written))) {
        return context;
      }
      return own != null ? own : ClassLoader.getSystemClassLoader();
    }

    private static boolean knows(ClassLoader loader, Class<?> type) {
      if (loader == type.getClassLoader()) {
        return true;
      }
      try {
        return Class.forName(type.getName(), false, loader) == type;
      } catch (ClassNotFoundException | LinkageError e) {
        return false;
      }
    }
  }
}
