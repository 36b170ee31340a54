package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.TaskFailedException;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Code that class loaders other than the class path's bring: plugins, code made in memory. */
@ExtendWith(SharedPool.class)
final class PluginIT {
  private static final MapOptions ONE_BY_ONE = MapOptions.defaults().chunkSize(1);

  private static final String ENTRY =
      """
      package plugin;
      import dev.procession.task.*;
      import java.nio.charset.StandardCharsets;
      import java.util.*;
      public class Entry implements SerializableFunction<String, Object> {
        record Said(String word) {}
        @Override public Object apply(String what) throws Exception {
          switch (what) {
            case "part": return new Said(new Part().word());
            case "hidden": return dev.procession.integration.Hidden.whose();
            case "lambda": SerializableCallable<String> c = () -> new Part().word(); return c;
            case "services":
              List<String> found = new ArrayList<>();
              for (Comparator<?> c2 : ServiceLoader.load(Comparator.class)) {
                found.add(c2.getClass().getName());
              }
              return found;
            case "resource":
              try (var in = Entry.class.getResourceAsStream("text.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
              }
            case "context":
              var context = Thread.currentThread().getContextClassLoader();
              try (var in = context.getResource("plugin/text.txt").openStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
              }
            default: throw new IllegalArgumentException(what);
          }
        }
      }
      """;

  private static final String PROVIDER =
      """
      package plugin;
      public class Provider implements java.util.Comparator<Object> {
        public int compare(Object one, Object other) { return 0; }
      }
      """;

  @TempDir private Path folder;

  private static Compiled plugin(String word) {
    return Compiled.of(
            ENTRY,
            PROVIDER,
            "package plugin;\nclass Part { String word() { return \"" + word + "\"; } }")
        .and("plugin/text.txt", "text of " + word)
        .and("META-INF/services/java.util.Comparator", "plugin.Provider\n");
  }

  private URLClassLoader loaderOf(Compiled plugin, String name) throws MalformedURLException {
    Path jar = plugin.jar(folder.resolve(name + ".jar"));
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }

  @SuppressWarnings("unchecked")
  private static SerializableFunction<String, Object> entryOf(ClassLoader loader) {
    try {
      Class<?> entry = Class.forName("plugin.Entry", true, loader);
      return (SerializableFunction<String, Object>) entry.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no plugin", e);
    }
  }

  @Test
  void pluginBringsClassesResourcesAndServices(ProcessPool pool) throws Exception {
    try (URLClassLoader loader = loaderOf(plugin("one"), "plugin")) {
      List<Object> results =
          pool.map(entryOf(loader), List.of("part", "resource", "context", "services"), ONE_BY_ONE);

      assertEquals("Said[word=one]", results.get(0).toString());
      assertSame(loader, results.get(0).getClass().getClassLoader());
      assertEquals(List.of("text of one", "text of one"), results.subList(1, 3));
      assertEquals(List.of("plugin.Provider"), results.get(3));
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void pluginsWithClassesOfTheSameNameDoNotMeet(ProcessPool pool) throws Exception {
    try (URLClassLoader one = loaderOf(plugin("one"), "one");
        URLClassLoader two = loaderOf(plugin("two"), "two")) {
      SerializableFunction<String, Object> first = entryOf(one);
      SerializableFunction<String, Object> second = entryOf(two);
      for (int round = 0; round < 3; round++) {
        assertEquals(
            "[Said[word=one], text of one]",
            pool.map(first, List.of("part", "resource"), ONE_BY_ONE).toString());
        assertEquals(
            "[Said[word=two], text of two]",
            pool.map(second, List.of("part", "resource"), ONE_BY_ONE).toString());
      }
      assertEquals("Said[word=two]", pool.submit(() -> second.apply("part")).get().toString());
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void lambdaOfPluginMayBeSubmittedAndReturned(ProcessPool pool) throws Exception {
    try (URLClassLoader loader = loaderOf(plugin("one"), "plugin")) {
      var lambda = (SerializableCallable<String>) entryOf(loader).apply("lambda");

      assertEquals("one", pool.submit(lambda).get());
      var back = (SerializableCallable<String>) pool.map(entryOf(loader), List.of("lambda")).get(0);
      assertEquals("one", back.call());
    }
  }

  /** Looks at its own jar before its parents, as application servers and test runners do. */
  private static final class ParentLast extends URLClassLoader {
    ParentLast(URL jar, ClassLoader parent) {
      super(new URL[] {jar}, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
          loaded = findClass(name);
        }
        return loaded != null ? loaded : super.loadClass(name, resolve);
      }
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void parentLastPluginHasItsOwnVersionOfWhatTheClassPathHas(ProcessPool pool) throws Exception {
    Compiled plugin =
        Compiled.of(
            ENTRY,
            "package plugin;\nclass Part { String word() { return \"last\"; } }",
            """
            package dev.procession.integration;
            public class Hidden { public static String whose() { return "the plugin's"; } }
            """);
    Path jar = plugin.jar(folder.resolve("plugin.jar"));
    try (ParentLast loader = new ParentLast(jar.toUri().toURL(), getClass().getClassLoader())) {
      List<Object> theirs = pool.map(entryOf(loader), List.of("hidden", "part"), ONE_BY_ONE);
      List<String> ours = pool.map(x -> Hidden.whose(), List.of(1));

      assertEquals("[the plugin's, Said[word=last]]", theirs.toString());
      assertEquals(List.of("the class path's"), ours);
    }
  }

  /** Has its classes in memory, and may or may not tell their bytes. */
  private static class InMemory extends ClassLoader {
    final Map<String, byte[]> files;

    InMemory(Compiled compiled, ClassLoader parent) {
      super("in memory", parent);
      this.files = compiled.files();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = files.get(name.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static final class InMemoryWithBytes extends InMemory {
    InMemoryWithBytes(Compiled compiled, ClassLoader parent) {
      super(compiled, parent);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] bytes = files.get(name);
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
  }

  @Test
  void codeCompiledInMemoryTravelsWhenItsLoaderTellsTheBytes(ProcessPool pool) {
    ClassLoader loader = new InMemoryWithBytes(plugin("made"), getClass().getClassLoader());

    List<Object> results =
        pool.map(entryOf(loader), List.of("part", "resource", "hidden"), ONE_BY_ONE);

    assertEquals("[Said[word=made], text of made, the class path's]", results.toString());
  }

  @Test
  void codeWhoseLoaderDoesNotTellTheBytesIsRefusedWithTheRemedy(ProcessPool pool) {
    ClassLoader loader = new InMemory(plugin("made"), getClass().getClassLoader());
    SerializableFunction<String, Object> entry = entryOf(loader);

    SerializationException error =
        assertThrows(SerializationException.class, () -> pool.map(entry, List.of("part")));

    assertEquals(SerializationException.Leg.DECODING_TASK, error.leg());
    assertEquals("plugin.Entry", error.className().orElseThrow());
    for (String part :
        List.of(
            "plugin.Entry: it is not on the worker's class path",
            "in memory, app",
            "getResourceAsStream(\"plugin/Entry.class\")",
            "ProcessPool.builder().classPath(...)")) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    assertEquals(List.of(2), pool.map(x -> x + 1, List.of(1)));
  }

  @Test
  void classThatIsNowhereIsNamedWithTheLoadersAskedAndTheRemedy(ProcessPool pool) throws Exception {
    Compiled incomplete = plugin("one").without("plugin/Part.class");
    try (URLClassLoader loader = loaderOf(incomplete, "incomplete")) {
      TaskFailedException error =
          assertThrows(TaskFailedException.class, () -> pool.map(entryOf(loader), List.of("part")));

      Throwable cause = assertInstanceOf(NoClassDefFoundError.class, error.getCause()).getCause();
      String message = assertInstanceOf(ClassNotFoundException.class, cause).getMessage();
      for (String part :
          List.of(
              "plugin.Part: it is not on the worker's class path",
              "java.net.URLClassLoader@",
              ", app, ",
              "none has a class of that name",
              "ProcessPool.builder().classPath(...)")) {
        assertTrue(message.contains(part), message);
      }
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void packageThatIsHalfOnTheClassPathAndHalfFetchedIsTwoPackages() throws Exception {
    String file = Hidden.class.getName().replace('.', '/') + ".class";
    Path half = Files.createDirectories(folder.resolve(file).getParent()).resolve("Hidden.class");
    try (InputStream in = Hidden.class.getResourceAsStream("Hidden.class")) {
      Files.copy(in, half);
    }
    try (ProcessPool pool = ProcessPool.builder().workers(1).classPath(folder).build()) {
      TaskFailedException error =
          assertThrows(
              TaskFailedException.class,
              () -> pool.map(x -> Hidden.instanceOf(x), List.of(new byte[0])));

      assertInstanceOf(IllegalAccessError.class, error.getCause());
      assertEquals(List.of("the class path's"), pool.map(x -> Hidden.whose(), List.of(1)));
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void classOfResultThatIsNotHereIsNamed(ProcessPool pool) {
    Compiled made = Compiled.of("package made;\npublic record There() {}");

    SerializationException error =
        assertThrows(
            SerializationException.class,
            () -> pool.map(Hidden::instanceOf, List.of(made.bytes("made.There"))));

    assertEquals(SerializationException.Leg.DECODING_RESULT, error.leg());
    assertEquals("made.There", error.className().orElseThrow());
  }

  @Test
  void loaderOfPluginCanBeCollectedWhenItsTasksHaveEnded() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      WeakReference<ClassLoader> gone = useAndDropPlugin(pool);

      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                System.gc();
                return gone.refersTo(null);
              });

      assertEquals(2, pool.submit(() -> 1 + 1).get());
    }
  }

  private WeakReference<ClassLoader> useAndDropPlugin(ProcessPool pool) throws Exception {
    try (URLClassLoader loader = loaderOf(plugin("one"), "plugin")) {
      SerializableFunction<String, Object> entry = entryOf(loader);
      Object lambda = entry.apply("lambda");

      assertEquals("one", pool.submit((SerializableCallable<?>) lambda).get());
      assertEquals(1, pool.map(entry, List.of("part")).size());
      return new WeakReference<>(loader);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void taskThatHasNotEndedKeepsItsLoader(@TempDir Path gates) throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Gate gate = new Gate(gates.toString());
      var first = pool.submit(() -> gate.announceAndPass(1));
      var second = submitOfDroppedPlugin(pool);
      gate.awaitAnnounced(1);
      System.gc();

      gate.open();

      assertEquals(1, first.get());
      assertEquals("Said[word=kept]", second.get().toString());
    }
  }

  private static Future<Object> submitOfDroppedPlugin(ProcessPool pool) throws Exception {
    Compiled compiled = plugin("kept");
    ClassLoader loader = new InMemoryWithBytes(compiled, PluginIT.class.getClassLoader());
    SerializableFunction<String, Object> entry = entryOf(loader);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return pool.submit(() -> entry.apply("part"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
