package dev.procession.process.shipping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.procession.protocol.Protocol;
import dev.procession.task.SerializableCallable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskLoadersTest {
  private static final ClassLoader CLASS_PATH = ClassLoader.getSystemClassLoader();

  private final TaskLoaders loaders = new TaskLoaders();

  /** What a plugin implements. */
  interface Word {
    String say();
  }

  private static final class PluginLoader extends ClassLoader {
    PluginLoader() {
      super(CLASS_PATH);
    }
  }

  /** An object whose class only {@code loader} has. */
  private static Object objectOf(ClassLoader loader) {
    // A proxy of a package-private interface would be defined next to it.
    return Proxy.newProxyInstance(
        loader, new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> null);
  }

  @Test
  void classPathHasItsFixedNumber() {
    SerializableCallable<Integer> task = () -> 1;

    NumberedLoader classes = loaders.of(task);

    assertEquals(Protocol.CLASS_PATH_LOADER, classes.loaderId());
    assertSame(CLASS_PATH, classes.loader());
  }

  @Test
  void eachLoaderHasOneNumber() {
    PluginLoader one = new PluginLoader();
    PluginLoader two = new PluginLoader();

    int first = loaders.of(objectOf(one)).loaderId();

    assertEquals(first, loaders.of(objectOf(one)).loaderId());
    assertNotEquals(first, loaders.of(objectOf(two)).loaderId());
    assertSame(one, loaders.loader(first));
  }

  @Test
  void loaderOfCapturedObjectIsTakenWhereItKnowsTheTaskToo() {
    PluginLoader plugin = new PluginLoader();
    Object part = objectOf(plugin);
    SerializableCallable<String> task = part::toString;

    assertSame(plugin, loaders.of(task).loader());
  }

  @Test
  void contextLoaderIsTakenWhereItKnowsTheTask() {
    PluginLoader plugin = new PluginLoader();
    ClassLoader stranger = new ClassLoader(null) {};
    SerializableCallable<Integer> task = () -> 1;

    assertSame(plugin, withContext(plugin, task).loader());
    assertSame(CLASS_PATH, withContext(stranger, task).loader());
  }

  private NumberedLoader withContext(ClassLoader context, Object task) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return loaders.of(task);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  @Timeout(30)
  void numberOfCollectedLoaderIsOutdated() {
    int id = loaders.of(objectOf(new PluginLoader())).notHeld().loaderId();
    List<Integer> outdated = new ArrayList<>();

    while (outdated.isEmpty()) {
      System.gc();
      outdated.addAll(loaders.takeOutdated());
    }

    assertEquals(List.of(id), outdated);
    assertNull(loaders.loader(id));
  }

  @Test
  void classFilesOfRedefinableLoaderAreCompared() {
    RedefinableClasses served = new RedefinableClasses.Remembered();
    served.add("A.class", new byte[] {1});

    assertEquals(false, served.differFrom(loaderWith(new byte[] {1})));
    assertEquals(true, served.differFrom(loaderWith(new byte[] {2})));
  }

  private static ClassLoader loaderWith(byte[] classFile) {
    return new ClassLoader(null) {
      @Override
      public @Nullable InputStream getResourceAsStream(String name) {
        return new ByteArrayInputStream(classFile);
      }
    };
  }
}
