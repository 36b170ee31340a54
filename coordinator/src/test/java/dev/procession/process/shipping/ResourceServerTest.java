package dev.procession.process.shipping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.task.SerializableRunnable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceServerTest {
  private static final String TASK = Task.class.getName().replace('.', '/') + ".class";
  private static final int MAX_BYTES = 100_000;

  @TempDir Path folder;

  private final TaskLoaders loaders = new TaskLoaders();
  private final ResourceServer sources = new ResourceServer(loaders, MAX_BYTES);

  /** Defined twice: by the class path, and by a loader that has a copy of its class file. */
  static final class Task implements SerializableRunnable {
    private static final long serialVersionUID = 1L;

    @Override
    public void run() {}
  }

  /** Prefers what is in its folder. */
  private static final class ParentLast extends URLClassLoader {
    ParentLast(Path folder) throws IOException {
      super(new URL[] {folder.toUri().toURL()}, ResourceServerTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
        loaded = findClass(name);
      }
      return loaded != null ? loaded : super.loadClass(name, resolve);
    }
  }

  @Test
  void classPathsLoaderHandsOutWhatItHas() throws Exception {
    ToWorker.Resource file =
        assertInstanceOf(ToWorker.Resource.class, ask(Protocol.CLASS_PATH_LOADER, TASK));

    assertArrayEquals(bytesOfTask(), file.bytes());
  }

  @Test
  void otherLoaderHandsOutWhatItDefinesAndLeavesTheRestToTheClassPath() throws Exception {
    try (ParentLast loader = copyOfTask()) {
      int id = idOf(loader);

      ToWorker.Resource own = assertInstanceOf(ToWorker.Resource.class, ask(id, TASK));
      assertArrayEquals(bytesOfTask(), own.bytes());
      assertEquals("", whyNot(id, ResourceServerTest.class.getName().replace('.', '/') + ".class"));
      assertEquals("", whyNot(id, "java/util/List.class"));
    }
  }

  @Test
  void classThatALoaderHasFromAnotherIsThatOnes() throws Exception {
    try (ParentLast definer = copyOfTask();
        URLClassLoader child = new URLClassLoader(new URL[0], definer)) {
      int itsId = idOf(definer);
      int childsId = loaders.numberOf(child);

      ToWorker.DefinedElsewhere answer =
          assertInstanceOf(ToWorker.DefinedElsewhere.class, ask(childsId, TASK));

      assertEquals(itsId, answer.loaderId());
      assertInstanceOf(ToWorker.Resource.class, ask(itsId, TASK));
      assertEquals("", whyNot(childsId, "java/util/List.class"));
    }
  }

  @Test
  void resourcesAreHandedOutOnlyWhereTheClassPathHasAnother() throws Exception {
    try (ParentLast loader = copyOfTask()) {
      int id = idOf(loader);
      Files.writeString(folder.resolve("text.txt"), "text");

      ToWorker.Resource text = assertInstanceOf(ToWorker.Resource.class, ask(id, "text.txt"));
      assertEquals("text", new String(text.bytes(), UTF_8));
      assertEquals("", whyNot(id, "META-INF/MANIFEST.MF"));
      assertEquals("", whyNot(id, "no/such.txt"));
    }
  }

  @Test
  void servicesOfTheClassPathAreLeftOut() throws Exception {
    try (ParentLast loader = copyOfTask()) {
      Path services = Files.createDirectories(folder.resolve("META-INF/services"));
      Files.writeString(services.resolve("org.junit.platform.engine.TestEngine"), "own.Engine");

      ToWorker answer = ask(idOf(loader), "META-INF/services/org.junit.platform.engine.TestEngine");

      ToWorker.Resource file = assertInstanceOf(ToWorker.Resource.class, answer);
      assertEquals("own.Engine\n", new String(file.bytes(), UTF_8));
    }
  }

  @Test
  void missingClassIsExplainedWithTheLoadersAskedAndTheRemedy() throws Exception {
    try (ParentLast loader = copyOfTask()) {
      String why = whyNot(idOf(loader), "no/Such.class");

      assertTrue(why.contains(ParentLast.class.getName() + "@"), why);
      assertTrue(why.contains("app, platform"), why);
      assertTrue(why.contains("classPath(...)"), why);
    }
  }

  @Test
  void whatIsTooLongIsNotCutOffButRefused() throws Exception {
    try (ParentLast loader = copyOfTask()) {
      int id = idOf(loader);
      Files.write(folder.resolve("fits.bin"), new byte[MAX_BYTES]);
      Files.write(folder.resolve("long.bin"), new byte[MAX_BYTES + 1]);

      assertInstanceOf(ToWorker.Resource.class, ask(id, "fits.bin"));
      String why = whyNot(id, "long.bin");
      assertTrue(why.contains("longer than 100000 bytes"), why);
      assertTrue(why.contains("maxMessageSize"), why);
    }
  }

  @Test
  void unknownLoaderIsSaidToBeGone() {
    assertTrue(whyNot(99, TASK).contains("garbage-collected"), whyNot(99, TASK));
  }

  private ToWorker ask(int loaderId, String name) {
    return sources.answer(new ToCoordinator.ResourceWanted(5, loaderId, name));
  }

  private String whyNot(int loaderId, String name) {
    return assertInstanceOf(ToWorker.NoResource.class, ask(loaderId, name)).why();
  }

  private ParentLast copyOfTask() throws IOException {
    Path copy = folder.resolve(TASK);
    Files.createDirectories(copy.getParent());
    Files.write(copy, bytesOfTask());
    return new ParentLast(folder);
  }

  private int idOf(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> task = Class.forName(Task.class.getName(), true, loader);
    var constructor = task.getDeclaredConstructor();
    constructor.setAccessible(true);
    return loaders.of(constructor.newInstance()).loaderId();
  }

  private static byte[] bytesOfTask() throws IOException {
    try (InputStream in = ResourceServerTest.class.getClassLoader().getResourceAsStream(TASK)) {
      if (in == null) {
        throw new AssertionError("no " + TASK);
      }
      return in.readAllBytes();
    }
  }
}
