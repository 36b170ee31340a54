package dev.procession.worker;

import dev.procession.protocol.Protocol;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The representations of the coordinator's class loaders, shared by all decoders, so that a class
 * has one identity in functions, items and broadcast values.
 *
 * <p>They are kept for the life of the worker, because the static state of the user's classes lives
 * with them.
 */
final class Loaders {
  private final ClassLoader classPath;
  private final Fetcher fetcher;
  private final Map<Integer, ClassLoader> loaders = new ConcurrentHashMap<>();

  /**
   * Creates an empty set of loaders.
   *
   * @param local the loader of this process, which the loader of the class path searches first
   */
  Loaders(ClassLoader local, Fetcher fetcher) {
    this.classPath = new FetchingClassLoader(Protocol.CLASS_PATH_LOADER, local, fetcher, this::of);
    this.fetcher = fetcher;
  }

  ClassLoader of(int loaderId) {
    return loaderId == Protocol.CLASS_PATH_LOADER
        ? classPath
        : loaders.computeIfAbsent(
            loaderId, id -> new FetchingClassLoader(id, classPath, fetcher, this::of));
  }
}
