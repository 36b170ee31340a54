package dev.procession.process;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the workers' requests for class files and other resources from the class loaders of the
 * tasks. Runs code of the user's.
 *
 * <p>What comes from the class path is not sent to a worker that asks another loader: it has the
 * same class path, and its copy must be one class for all loaders.
 */
final class CodeSources {
  /**
   * How many names that no class has are looked up in class loaders: those remember each of them,
   * for its lock. After that, only what has a class file is found.
   */
  static final int MAX_UNKNOWN_CLASSES = 10_000;

  private static final String CLASS_FILE = ".class";
  private static final String SERVICE_FILES = "META-INF/services/";
  private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();

  private final TaskLoaders loaders;
  private final int maxBytes;
  private final AtomicInteger unknownClasses = new AtomicInteger();

  CodeSources(TaskLoaders loaders, int maxBytes) {
    this.loaders = loaders;
    this.maxBytes = maxBytes;
  }

  ToWorker answer(ToCoordinator.ResourceWanted wanted) {
    try {
      ClassLoader loader = loaders.loader(wanted.loaderId());
      if (loader == null) {
        throw new MissingException("the class loader of the task is gone: nothing refers to it");
      }
      byte[] bytes = read(loader, wanted.name());
      if (wanted.name().endsWith(CLASS_FILE)) {
        loaders.served(wanted.loaderId(), wanted.name(), bytes);
      }
      return new ToWorker.Resource(wanted.requestId(), bytes);
    } catch (MissingException e) {
      return new ToWorker.NoResource(wanted.requestId(), String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | Error e) {
      // Told to the worker, whose own error names the class.
      return new ToWorker.NoResource(
          wanted.requestId(), "reading " + wanted.name() + " in the coordinator threw " + e);
    }
  }

  /** There is nothing to send; the message says why. */
  private static final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingException(String why) {
      super(why);
    }

    /** The worker is to look on its class path. */
    static MissingException onTheClassPath() {
      return new MissingException("");
    }
  }

  private byte[] read(ClassLoader loader, String name) throws IOException {
    if (name.startsWith(SERVICE_FILES)) {
      return services(loader, name);
    }
    return name.endsWith(CLASS_FILE) ? classFile(loader, name) : resource(loader, name);
  }

  private byte[] classFile(ClassLoader loader, String file) throws IOException {
    String name = file.substring(0, file.length() - CLASS_FILE.length()).replace('/', '.');
    ClassLoader definer = loader;
    String fault = "none has a class of that name; put it on the class path, of this program or of";
    boolean mayLookUp =
        unknownClasses.get() < MAX_UNKNOWN_CLASSES || loader.getResource(file) != null;
    if (loader != SYSTEM && mayLookUp) {
      try {
        definer = Class.forName(name, false, loader).getClassLoader();
        if (isOfTheClassPath(definer)) {
          throw MissingException.onTheClassPath();
        }
        fault =
            "the first has defined the class, but its getResourceAsStream(\"%s\") gives nothing;"
                    .formatted(file)
                + " let it give the class file, or put the class on the class path of";
      } catch (ClassNotFoundException | LinkageError e) {
        unknownClasses.incrementAndGet();
        // There may be a class file all the same, which the worker may be able to use.
        definer = loader;
      }
    }
    byte[] bytes = ownBytes(definer, file);
    if (bytes == null) {
      throw new MissingException(
          "the coordinator cannot send it: its class loaders %s were asked, and %s the pool"
                  .formatted(chain(definer), fault)
              + " (ProcessPool.builder().classPath(...))");
    }
    return bytes;
  }

  /** The bytes of a class that {@code definer} may have although its parents have another one. */
  private byte @Nullable [] ownBytes(ClassLoader definer, String file) throws IOException {
    URL own = definer instanceof URLClassLoader ofUrls ? ofUrls.findResource(file) : null;
    try (InputStream in = own != null ? own.openStream() : definer.getResourceAsStream(file)) {
      return in == null ? null : whole(in, file);
    }
  }

  private byte[] resource(ClassLoader loader, String name) throws IOException {
    URL found = loader.getResource(name);
    URL onClassPath = loader == SYSTEM ? null : SYSTEM.getResource(name);
    if (found != null && onClassPath != null && isSame(found, onClassPath)) {
      throw MissingException.onTheClassPath();
    }
    // A loader in memory may have the one and not the other.
    try (InputStream in = found != null ? found.openStream() : loader.getResourceAsStream(name)) {
      if (in == null) {
        throw MissingException.onTheClassPath();
      }
      return whole(in, name);
    }
  }

  /** Several jars may name implementations of one service; as one file they mean the same. */
  private byte[] services(ClassLoader loader, String name) throws IOException {
    Set<String> onClassPath =
        loader == SYSTEM
            ? Set.of()
            : Collections.list(SYSTEM.getResources(name)).stream()
                .map(URL::toExternalForm)
                .collect(Collectors.toSet());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (URL url : Collections.list(loader.getResources(name))) {
      if (!onClassPath.contains(url.toExternalForm())) {
        try (InputStream in = url.openStream()) {
          all.write(whole(in, name));
          all.write('\n');
        }
      }
    }
    if (all.size() == 0) {
      throw MissingException.onTheClassPath();
    }
    return all.toByteArray();
  }

  private byte[] whole(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes);
    if (bytes.length == maxBytes && in.read() >= 0) {
      throw new MissingException(
          "%s is longer than %d bytes, the most that is sent (maxMessageSize)"
              .formatted(name, maxBytes));
    }
    return bytes;
  }

  private static boolean isSame(URL one, URL other) {
    // URL.equals may ask the network.
    return one.toExternalForm().equals(other.toExternalForm());
  }

  private static boolean isOfTheClassPath(@Nullable ClassLoader definer) {
    for (ClassLoader loader = SYSTEM; loader != null; loader = loader.getParent()) {
      if (loader == definer) {
        return true;
      }
    }
    return definer == null;
  }

  /** The loader and its parents, without asking them for a description of their own. */
  private static String chain(ClassLoader first) {
    List<String> names = new ArrayList<>();
    for (ClassLoader loader = first; loader != null; loader = loader.getParent()) {
      String type = loader.getClass().getName();
      String hash = Integer.toHexString(System.identityHashCode(loader));
      names.add(loader.getName() == null ? type + "@" + hash : loader.getName());
    }
    return String.join(", ", names);
  }
}
