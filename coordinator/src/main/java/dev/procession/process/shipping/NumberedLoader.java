package dev.procession.process.shipping;

import dev.procession.protocol.Protocol;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The class loader that knows a task's classes, and the number under which workers ask it.
 *
 * <p>Unfinished work keeps its loader reachable; objects that outlive the work must not, or a
 * plugin could never be unloaded.
 */
public final class NumberedLoader {
  private final int loaderId;
  private final Reference<ClassLoader> loader;

  /** Never read: it keeps the loader from being collected. */
  @SuppressWarnings("UnusedVariable")
  private final @Nullable ClassLoader held;

  NumberedLoader(int loaderId, Reference<ClassLoader> loader, @Nullable ClassLoader held) {
    this.loaderId = loaderId;
    this.loader = loader;
    this.held = held;
  }

  /** The classes of the class path. */
  public static NumberedLoader ofTheClassPath() {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    return new NumberedLoader(Protocol.CLASS_PATH_LOADER, new WeakReference<>(system), system);
  }

  /** Unique in the pool. */
  public int loaderId() {
    return loaderId;
  }

  /** The loader, or the loader of the class path if this one has been collected. */
  public ClassLoader loader() {
    ClassLoader present = loader.get();
    return present != null ? present : ClassLoader.getSystemClassLoader();
  }

  /** The same without keeping the loader reachable, for objects that outlive the work. */
  public NumberedLoader notHeld() {
    return new NumberedLoader(loaderId, loader, null);
  }
}
