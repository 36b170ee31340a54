package dev.procession.worker;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.shared.SharedClient;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Represents one of the coordinator's class loaders, and requests missing classes from it: JShell
 * snippets, a program run from its source file, jars in jars, tests, plugins.
 *
 * <p>The one that stands for the coordinator's class path looks on the class path here first. Any
 * other asks first, because its classes may hide some of the same names on the class path, and
 * leaves to its parent, which stands for the class path, what the coordinator says is found there.
 * What one has from another, such as a web application's loader from the program's, it has from
 * that one's stand-in. So a class has the same loader here as there and is never there twice,
 * whichever loader leads to it, and two plugins may have classes of one name.
 */
final class FetchingClassLoader extends ClassLoader {
  private static final String SERVICES = "META-INF/services/";

  /** The classes that must be the same for tasks and this process. */
  private static final Set<String> SHARED_PACKAGES =
      Set.of(
          WorkerContext.class.getPackageName(),
          Protocol.class.getPackageName(),
          SharedClient.class.getPackageName());

  static {
    registerAsParallelCapable();
  }

  private final int loaderId;
  private final Fetcher fetcher;
  private final IntFunction<ClassLoader> others;
  private final FetchedUrls urls;
  private final ProtectionDomain domain;

  /**
   * A stand-in.
   *
   * @param others the one for the loader of a number
   */
  FetchingClassLoader(
      int loaderId, ClassLoader parent, Fetcher fetcher, IntFunction<ClassLoader> others) {
    super("procession-" + loaderId, parent);
    this.loaderId = loaderId;
    this.fetcher = fetcher;
    this.others = others;
    this.urls = new FetchedUrls(name -> fetcher.fetch(loaderId, name).present());
    CodeSource source = new CodeSource(urls.urlOf(""), (Certificate @Nullable []) null);
    this.domain = new ProtectionDomain(source, null, this, null);
  }

  private boolean asksFirst() {
    return loaderId != Protocol.CLASS_PATH_LOADER;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!asksFirst() || !canBeFetched(name) || isShared(name) || isOfTheJdk(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? askAndLoad(name) : loaded;
    }
  }

  private Class<?> askAndLoad(String name) throws ClassNotFoundException {
    Fetched fetched = fetcher.fetch(loaderId, fileOf(name));
    if (fetched instanceof Fetched.Found found) {
      return define(name, found.bytes());
    }
    if (fetched instanceof Fetched.DefinedElsewhere other) {
      return others.apply(other.loaderId()).loadClass(name);
    }
    String why = ((Fetched.Missing) fetched).why();
    try {
      return getParent().loadClass(name);
    } catch (ClassNotFoundException e) {
      throw why.isEmpty() ? e : notFound(name, why);
    }
  }

  /** For the loader of the class path, if the class is missing on the class path here. */
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (asksFirst() || !canBeFetched(name)) {
      throw new ClassNotFoundException(name);
    }
    Fetched fetched = fetcher.fetch(loaderId, fileOf(name));
    if (fetched instanceof Fetched.Found found) {
      return define(name, found.bytes());
    }
    throw notFound(name, ((Fetched.Missing) fetched).why());
  }

  private Class<?> define(String name, byte[] bytes) {
    definePackageOf(name);
    Class<?> defined = defineClass(name, bytes, 0, bytes.length, domain);
    fetcher.release(loaderId, fileOf(name));
    return defined;
  }

  private static ClassNotFoundException notFound(String name, String why) {
    return new ClassNotFoundException(
        name + ": it is not on the worker's class path, and " + why + ".");
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = asksFirst() ? findResource(name) : null;
    return own != null ? own : super.getResource(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    Fetched fetched = fetcher.fetch(loaderId, name);
    if (fetched instanceof Fetched.DefinedElsewhere other) {
      return others.apply(other.loaderId()).getResource(name);
    }
    return fetched.present().isPresent() ? urls.urlOf(name) : null;
  }

  /**
   * Adds the coordinator's resource. The loader of the class path does so only where there is none
   * here, except for service files: each lists only the providers next to it, and readers of them
   * ignore repetitions.
   */
  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    if (!asksFirst() && !name.startsWith(SERVICES) && getParent().getResource(name) != null) {
      return Collections.emptyEnumeration();
    }
    URL found = findResource(name);
    return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
  }

  /** The same order as of {@link #getResource}. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!asksFirst()) {
      return super.getResources(name);
    }
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }

  private static String fileOf(String className) {
    return className.replace('.', '/') + ".class";
  }

  /** Array classes are created by the VM, and only the JDK may define its packages. */
  private static boolean canBeFetched(String className) {
    return !className.startsWith("[") && !className.startsWith("java.");
  }

  private static boolean isShared(String className) {
    int dot = className.lastIndexOf('.');
    return dot > 0 && SHARED_PACKAGES.contains(className.substring(0, dot));
  }

  private static boolean isOfTheJdk(String className) {
    try {
      getPlatformClassLoader().loadClass(className);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private void definePackageOf(String className) {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    try {
      definePackage(className.substring(0, dot), null, null, null, null, null, null, null);
    } catch (IllegalArgumentException e) {
      // Guards against a race with another thread that defines the same package, which now exists.
    }
  }
}
