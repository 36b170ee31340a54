package dev.procession.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stand-ins for the coordinator's class loaders, one for each, shared by all that is decoded
 * here, so that a class has one identity in functions, items and broadcast values.
 *
 * <p>They are kept for the life of the worker, because the static state of the user's classes lives
 * with them.
 */
final class Loaders {
  private final ClassLoader local;
  private final Fetcher fetcher;
  private final Map<Integer, ClassLoader> loaders = new ConcurrentHashMap<>();

  Loaders(ClassLoader local, Fetcher fetcher) {
    this.local = local;
    this.fetcher = fetcher;
  }

  ClassLoader of(int loaderId) {
    return loaders.computeIfAbsent(loaderId, id -> new FetchingClassLoader(id, local, fetcher));
  }
}
