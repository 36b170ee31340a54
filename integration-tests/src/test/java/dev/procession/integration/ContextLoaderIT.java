package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a plugin's that a function of its host is applied to. */
@ExtendWith(SharedPool.class)
final class ContextLoaderIT {
  @TempDir private Path folder;

  /** Owned by the test thread, like what follows. */
  private URLClassLoader plugin;

  private Object item;
  private ClassLoader before;

  @BeforeEach
  void loadPlugin() throws Exception {
    Compiled compiled = Compiled.of("package plugin;\npublic record Item() {}");
    Path jar = compiled.jar(folder.resolve("plugin.jar"));
    plugin = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
    item = Class.forName("plugin.Item", true, plugin).getConstructor().newInstance();
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void unloadPlugin() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    plugin.close();
  }

  @Test
  void functionThatHoldsOneIsAppliedToOthers(ProcessPool pool) {
    Object held = item;

    assertEquals(List.of(true), pool.map(x -> x.equals(held), List.of(item)));
  }

  @Test
  void functionIsAppliedToThemWhereTheContextLoaderIsThePlugins(ProcessPool pool) {
    Thread.currentThread().setContextClassLoader(plugin);

    assertEquals(List.of("Item[]"), pool.map(x -> x.toString(), List.of(item)));
  }

  @Test
  void itemIsRefusedWithItsClassWhereNothingLeadsToThePlugin(ProcessPool pool) {
    SerializationException error =
        assertThrows(
            SerializationException.class, () -> pool.map(x -> x.toString(), List.of(item)));

    assertEquals(SerializationException.Leg.DECODING_TASK, error.leg());
    assertEquals("plugin.Item", error.className().orElseThrow());
  }
}
