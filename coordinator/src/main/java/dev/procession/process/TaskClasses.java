package dev.procession.process;

import dev.procession.protocol.Protocol;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The class loader that knows a task's classes, and the number under which workers ask it.
 *
 * <p>Work that is unfinished holds its loader; what outlives the work must not, or a plugin could
 * never be unloaded.
 */
final class TaskClasses {
  private final int loaderId;
  private final Reference<ClassLoader> loader;

  /** Never read: it keeps the loader from being collected. */
  @SuppressWarnings("UnusedVariable")
  private final @Nullable ClassLoader held;

  TaskClasses(int loaderId, Reference<ClassLoader> loader, @Nullable ClassLoader held) {
    this.loaderId = loaderId;
    this.loader = loader;
    this.held = held;
  }

  /** The classes of the class path. */
  static TaskClasses ofTheClassPath() {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    return new TaskClasses(Protocol.CLASS_PATH_LOADER, new WeakReference<>(system), system);
  }

  /** Unique in the pool. */
  int loaderId() {
    return loaderId;
  }

  /** The loader; the one of the class path, once nobody refers to this one any more. */
  ClassLoader loader() {
    ClassLoader present = loader.get();
    return present != null ? present : ClassLoader.getSystemClassLoader();
  }

  /** The same, for those who outlive the work: does not keep the loader from being collected. */
  TaskClasses notHeld() {
    return new TaskClasses(loaderId, loader, null);
  }
}
