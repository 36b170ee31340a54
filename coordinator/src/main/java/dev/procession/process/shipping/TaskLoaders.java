package dev.procession.process.shipping;

import dev.procession.protocol.Protocol;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Numbers the class loaders of one pool's tasks, without keeping them reachable. */
public final class TaskLoaders {
  private final Map<Key, Numbered> byLoader = new ConcurrentHashMap<>();
  private final Map<Integer, Numbered> byId = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger(Protocol.CLASS_PATH_LOADER + 1);
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

  /** Numbers that no task uses any more. */
  private final Queue<Integer> outdated = new ConcurrentLinkedQueue<>();

  /** Compares loaders by identity: their own {@code equals} would be code of the user's. */
  private static final class Key extends WeakReference<ClassLoader> {
    private final int hash;

    Key(ClassLoader loader, @Nullable ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      this.hash = System.identityHashCode(loader);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      ClassLoader mine = get();
      return other == this || (mine != null && other instanceof Key key && key.get() == mine);
    }
  }

  private record Numbered(int id, Key key, RedefinableClasses served) {}

  public TaskLoaders() {
    number(Protocol.CLASS_PATH_LOADER, ClassLoader.getSystemClassLoader());
  }

  /** The loader of the classes of {@code task}, a function or a callable. */
  public NumberedLoader of(Object task) {
    ClassLoader loader = LoaderChoice.loaderOf(task);
    Numbered numbered = byLoader.get(new Key(loader, null));
    if (numbered == null) {
      numbered = number(next.getAndIncrement(), loader);
    } else if (numbered.served.differFrom(loader)) {
      numbered = renumber(numbered);
    }
    return new NumberedLoader(numbered.id, numbered.key, loader);
  }

  /**
   * The number of a loader that defines classes of a task, whichever loader they were found
   * through.
   */
  int numberOf(ClassLoader loader) {
    Numbered numbered = byLoader.get(new Key(loader, null));
    return (numbered != null ? numbered : number(next.getAndIncrement(), loader)).id;
  }

  private Numbered number(int id, ClassLoader loader) {
    Key key = new Key(loader, collected);
    Numbered added = new Numbered(id, key, RedefinableClasses.of(loader));
    Numbered present = byLoader.putIfAbsent(key, added);
    if (present != null) {
      // Guards against a race with another task of the same loader.
      return present;
    }
    byId.put(id, added);
    return added;
  }

  /** Workers cannot change a class that they have, but a new number is a new loader to them. */
  private Numbered renumber(Numbered old) {
    Numbered added =
        new Numbered(next.getAndIncrement(), old.key, new RedefinableClasses.Remembered());
    byId.put(added.id, added);
    byLoader.put(old.key, added);
    outdated.add(old.id);
    return added;
  }

  /**
   * A loader that finds classes as {@code first} does and, where that does not, as the tasks of
   * this pool do: in a program that runs from its source, no thread's context loader knows its
   * classes.
   */
  public ClassLoader orOfTasks(ClassLoader first) {
    return new ClassLoader(first) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (Numbered numbered : byId.values()) {
          ClassLoader loader = numbered.key.get();
          if (loader != null && loader != first) {
            try {
              return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
              // Another one may have it.
            }
          }
        }
        throw new ClassNotFoundException(name);
      }
    };
  }

  /** The loader of that number, or null if there is none (any more). */
  @Nullable ClassLoader loader(int loaderId) {
    Numbered numbered = byId.get(loaderId);
    return numbered == null ? null : numbered.key.get();
  }

  /** A class file of that loader was sent to a worker. */
  void served(int loaderId, String file, byte[] bytes) {
    Numbered numbered = byId.get(loaderId);
    if (numbered != null) {
      numbered.served.add(file, bytes);
    }
  }

  /** The numbers that are no longer used, since the last call. */
  public List<Integer> takeOutdated() {
    List<Integer> ids = new ArrayList<>();
    for (Integer id = outdated.poll(); id != null; id = outdated.poll()) {
      ids.add(id);
    }
    for (Reference<?> key = collected.poll(); key != null; key = collected.poll()) {
      forget(key, ids);
    }
    return ids;
  }

  private void forget(Reference<?> key, List<Integer> ids) {
    byLoader.keySet().removeIf(other -> other == key);
    byId.values()
        .removeIf(
            numbered -> {
              boolean gone = numbered.key == key;
              if (gone) {
                ids.add(numbered.id);
              }
              return gone;
            });
  }
}
