package dev.procession.worker;

import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands for one of the coordinator's class loaders: finds what the class path of this process has,
 * and asks the coordinator for the rest, class by class.
 *
 * <p>For code that is on no class path: snippets of JShell, a program run from its source file,
 * jars in jars, class loaders of tests and plugins.
 */
final class FetchingClassLoader extends ClassLoader {
  private static final String SERVICES = "META-INF/services/";

  static {
    registerAsParallelCapable();
  }

  private final int loaderId;
  private final Fetcher fetcher;
  private final FetchedUrls urls;
  private final ProtectionDomain domain;

  FetchingClassLoader(int loaderId, ClassLoader parent, Fetcher fetcher) {
    super("procession-" + loaderId, parent);
    this.loaderId = loaderId;
    this.fetcher = fetcher;
    this.urls = new FetchedUrls(name -> fetcher.fetch(loaderId, name));
    CodeSource source = new CodeSource(urls.urlOf(""), (Certificate @Nullable []) null);
    this.domain = new ProtectionDomain(source, null, this, null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    Optional<byte[]> bytes = canBeFetched(name) ? fetcher.fetch(loaderId, path) : Optional.empty();
    if (bytes.isEmpty()) {
      throw new ClassNotFoundException(
          name + " (neither the worker's class path nor the coordinator has it)");
    }
    definePackageOf(name);
    Class<?> defined = defineClass(name, bytes.get(), 0, bytes.get().length, domain);
    fetcher.release(loaderId, path);
    return defined;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return fetcher.fetch(loaderId, name).isPresent() ? urls.urlOf(name) : null;
  }

  /**
   * Adds the coordinator's resource where there is none here. Service files are always added: each
   * lists only the providers next to it, and readers of them ignore repetitions.
   */
  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    if (!name.startsWith(SERVICES) && getParent().getResource(name) != null) {
      return Collections.emptyEnumeration();
    }
    URL found = findResource(name);
    return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
  }

  /** Arrays are put together by the VM, and nobody but the JDK may define its packages. */
  private static boolean canBeFetched(String className) {
    return !className.startsWith("[") && !className.startsWith("java.");
  }

  private void definePackageOf(String className) {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    try {
      definePackage(className.substring(0, dot), null, null, null, null, null, null, null);
    } catch (IllegalArgumentException e) {
      // Guards against a race with another thread that defines the same package; it is there now.
    }
  }
}
