package dev.procession.process.shipping;

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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the workers' requests for class files and other resources from the class loaders of the
 * tasks. Runs user code.
 *
 * <p>Classes of the class path are not sent to a worker that asks another loader: it has the same
 * class path, and must define one class for all loaders. The same holds for a class that one loader
 * gets from another: the worker is told the defining loader.
 */
public final class ResourceServer {
  /**
   * The maximum number of unknown class names that are looked up in class loaders, which keep a
   * lock for each name. After that, only classes with a class file are found.
   */
  public static final int MAX_UNKNOWN_CLASSES = 10_000;

  private static final String CLASS_FILE = ".class";
  private static final String SERVICE_FILES = "META-INF/services/";
  private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();

  private final TaskLoaders loaders;
  private final int maxBytes;
  private final AtomicInteger unknownClasses = new AtomicInteger();

  public ResourceServer(TaskLoaders loaders, int maxBytes) {
    this.loaders = loaders;
    this.maxBytes = maxBytes;
  }

  public ToWorker answer(ToCoordinator.ResourceWanted wanted) {
    try {
      ClassLoader loader = loaders.loader(wanted.loaderId());
      if (loader == null) {
        throw new MissingException("the class loader of the task has been garbage-collected");
      }
      if (!wanted.name().endsWith(CLASS_FILE)) {
        return new ToWorker.Resource(wanted.requestId(), read(loader, wanted.name()));
      }
      Optional<ClassLoader> definer = definer(loader, wanted.name());
      if (definer.isPresent() && definer.get() != loader) {
        int itsId = loaders.numberOf(definer.get());
        return new ToWorker.DefinedElsewhere(wanted.requestId(), itsId);
      }
      byte[] bytes = classFile(loader, wanted.name(), definer.isPresent());
      loaders.served(wanted.loaderId(), wanted.name(), bytes);
      return new ToWorker.Resource(wanted.requestId(), bytes);
    } catch (MissingException e) {
      return new ToWorker.NoResource(wanted.requestId(), String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | Error e) {
      // Sent to the worker, whose own error names the class.
      return new ToWorker.NoResource(
          wanted.requestId(), "reading " + wanted.name() + " in the coordinator threw " + e);
    }
  }

  /** There is nothing to send; the message has the reason. */
  private static final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingException(String why) {
      super(why);
    }

    /** The worker must look on its class path. */
    static MissingException onTheClassPath() {
      return new MissingException("");
    }
  }

  private byte[] read(ClassLoader loader, String name) throws IOException {
    return name.startsWith(SERVICE_FILES) ? services(loader, name) : resource(loader, name);
  }

  /** The loader that has defined the class of {@code loader}; empty if it has none. */
  private Optional<ClassLoader> definer(ClassLoader loader, String file) throws MissingException {
    boolean mayLookUp =
        unknownClasses.get() < MAX_UNKNOWN_CLASSES || loader.getResource(file) != null;
    if (loader == SYSTEM || !mayLookUp) {
      return Optional.empty();
    }
    String name = file.substring(0, file.length() - CLASS_FILE.length()).replace('/', '.');
    try {
      ClassLoader definer = Class.forName(name, false, loader).getClassLoader();
      if (isOfTheClassPath(definer)) {
        throw MissingException.onTheClassPath();
      }
      return Optional.of(definer);
    } catch (ClassNotFoundException | LinkageError e) {
      unknownClasses.incrementAndGet();
      return Optional.empty();
    }
  }

  /**
   * A class file.
   *
   * @param isDefined whether the loader has defined the class; if it has not, there may be a class
   *     file all the same, which the worker may be able to use
   */
  private byte[] classFile(ClassLoader loader, String file, boolean isDefined) throws IOException {
    byte[] bytes = ownBytes(loader, file);
    if (bytes != null) {
      return bytes;
    }
    String fault =
        isDefined
            ? "the first has defined the class, but its getResourceAsStream(\""
                + file
                + "\") returns null; make it return the class file, or put the class on the class path of"
            : "none has a class of that name; put it on the class path of this program or of";
    throw new MissingException(
        "the coordinator cannot send it: its class loaders %s were asked, and %s the pool"
                .formatted(chain(loader), fault)
            + " (ProcessPool.builder().classPath(...))");
  }

  /** The bytes of a class of {@code definer}, even if its parents have a class of the same name. */
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
    // An in-memory loader may support one and not the other.
    try (InputStream in = found != null ? found.openStream() : loader.getResourceAsStream(name)) {
      if (in == null) {
        throw MissingException.onTheClassPath();
      }
      return whole(in, name);
    }
  }

  /** Several jars may name implementations of one service; concatenated, they mean the same. */
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
          "%s is longer than %d bytes, the limit (maxMessageSize)".formatted(name, maxBytes));
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

  /** The loader and its parents, without calling their {@code toString}. */
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
