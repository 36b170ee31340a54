package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FetchingClassLoaderTest {
  /** What the coordinator has. */
  private final Map<String, byte[]> remote = new HashMap<>();

  /** The files that are those of classes of loader 8. */
  private final Set<String> ofAnother = new HashSet<>();

  /** What it says about the rest. */
  private String whyNot = "";

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** Held back requests, while a test wants them to wait. */
  private final CompletableFuture<Void> open = CompletableFuture.completedFuture(null);

  private final Fetcher fetcher = fetcher(open);
  private final FetchingClassLoader loader =
      loader(7, ClassLoader.getPlatformClassLoader(), fetcher);

  /** From which {@link #loader} has some of its classes. */
  private final FetchingClassLoader parent =
      loader(8, ClassLoader.getPlatformClassLoader(), fetcher);

  /** A class that only the coordinator has. */
  public static final class Greeter implements Supplier<String> {
    @Override
    public String get() {
      return new Words().hello();
    }
  }

  /** A class that {@link Greeter} needs. */
  static final class Words {
    String hello() {
      return "hello";
    }
  }

  @Test
  void classesComeFromTheCoordinatorWithAllTheyNeed() throws Exception {
    share(Greeter.class, Words.class);

    Class<?> greeter = loader.loadClass(Greeter.class.getName());

    assertSame(loader, greeter.getClassLoader());
    Supplier<?> instance = (Supplier<?>) greeter.getConstructor().newInstance();
    assertEquals("hello", instance.get());
    assertEquals(List.of(fileOf(Greeter.class), fileOf(Words.class)), asked);
  }

  @Test
  void fetchedClassesHaveAPackageAndASource() throws Exception {
    share(Greeter.class);

    Class<?> greeter = loader.loadClass(Greeter.class.getName());

    assertEquals("dev.procession.worker", greeter.getPackage().getName());
    CodeSource source = greeter.getProtectionDomain().getCodeSource();
    assertEquals("procession:/", source.getLocation().toString());
  }

  @Test
  void whatIsHereIsNotAskedFor() throws Exception {
    FetchingClassLoader local = classPath();

    assertSame(Greeter.class, local.loadClass(Greeter.class.getName()));
    assertSame(String.class, local.loadClass("java.lang.String"));
    assertThrows(ClassNotFoundException.class, () -> local.loadClass("java.lang.Strnig"));
    assertThrows(ClassNotFoundException.class, () -> local.loadClass("[Lno.Such;"));
    assertEquals(List.of(), asked);
  }

  @Test
  void whatIsNowhereIsAskedForOnce() {
    for (int i = 0; i < 3; i++) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass("no.Such"));
      assertNull(loader.getResource("no/such.txt"));
    }

    assertEquals(List.of("no/Such.class", "no/such.txt"), asked);
  }

  @Test
  void resourcesCanBeReadByStreamAndByUrl() throws Exception {
    remote.put("a dir/50% #1?.txt", bytes("text"));

    URL url = assertNotNullUrl(loader.getResource("a dir/50% #1?.txt"));

    assertEquals(4, url.openConnection().getContentLength());
    assertEquals("text", read(url.openStream()));
    InputStream stream = loader.getResourceAsStream("a dir/50% #1?.txt");
    assertNotNull(stream);
    assertEquals("text", read(stream));
    assertEquals(1, asked.size());
  }

  @Test
  void urlsNextToAResourceWork() throws Exception {
    remote.put("templates/a.txt", bytes("a"));
    remote.put("templates/b.txt", bytes("b"));

    URL neighbour = new URL(assertNotNullUrl(loader.getResource("templates/a.txt")), "b.txt");

    assertEquals("b", read(neighbour.openStream()));
    assertThrows(IOException.class, () -> new URL(neighbour, "c.txt").openStream());
  }

  @Test
  void serviceLoaderFindsProvidersOfTheCoordinator() throws Exception {
    share(Greeter.class, Words.class);
    remote.put("META-INF/services/java.util.function.Supplier", bytes(Greeter.class.getName()));

    List<Object> words = new ArrayList<>();
    for (Supplier<?> provider : ServiceLoader.load(Supplier.class, loader)) {
      words.add(provider.get());
    }

    assertEquals(List.of("hello"), words);
  }

  @Test
  void resourcesThatAreHereHideThoseOfTheCoordinatorExceptServices() throws Exception {
    String here = fileOf(Greeter.class);
    remote.put(here, bytes("other"));
    remote.put("META-INF/services/x", bytes("other"));
    FetchingClassLoader local = classPath();

    assertEquals(1, Collections.list(local.getResources(here)).size());
    assertEquals(1, Collections.list(local.getResources("META-INF/services/x")).size());
    assertEquals(List.of("class path: META-INF/services/x"), asked);
  }

  @Test
  void whatTheLoaderDefinesItselfHidesTheClassPath() throws Exception {
    share(Greeter.class);
    FetchingClassLoader plugin = loader(7, classPath(), fetcher);

    assertSame(plugin, plugin.loadClass(Greeter.class.getName()).getClassLoader());
    assertSame(Words.class, plugin.loadClass(Words.class.getName()));
    assertEquals(List.of(fileOf(Greeter.class), fileOf(Words.class)), asked);
  }

  @Test
  void classesThatTasksShareWithTheWorkerAreNeverAskedFor() throws Exception {
    FetchingClassLoader plugin = loader(7, classPath(), fetcher);

    assertSame(WorkerContext.class, plugin.loadClass(WorkerContext.class.getName()));
    assertSame(HttpURLConnection.class, plugin.loadClass(HttpURLConnection.class.getName()));
    assertEquals(List.of(), asked);
  }

  @Test
  void resourcesOfTheLoaderComeBeforeThoseOfTheClassPath() throws Exception {
    String here = fileOf(Greeter.class);
    remote.put(here, bytes("other"));
    FetchingClassLoader plugin = loader(7, classPath(), fetcher);

    List<URL> all = Collections.list(plugin.getResources(here));

    assertEquals("other", read(assertNotNullUrl(plugin.getResource(here)).openStream()));
    assertEquals(2, all.size());
    assertEquals("other", read(all.get(0).openStream()));
  }

  @Test
  void missingClassIsNamedWithWhatTheCoordinatorSays() {
    whyNot = "the coordinator has none";
    FetchingClassLoader plugin = loader(7, classPath(), fetcher);

    String message =
        assertThrows(ClassNotFoundException.class, () -> plugin.loadClass("no.Such")).getMessage();

    assertEquals(
        "no.Such: it is not on the worker's class path, and the coordinator has none.", message);
  }

  @Test
  void classOfAnotherLoaderIsThatLoaders() throws Exception {
    share(Greeter.class, Words.class);
    ofAnother.addAll(List.of(fileOf(Greeter.class), fileOf(Words.class)));
    remote.put("text.txt", bytes("own"));

    Class<?> greeter = loader.loadClass(Greeter.class.getName());

    assertSame(parent, greeter.getClassLoader());
    assertSame(greeter, parent.loadClass(Greeter.class.getName()));
    Supplier<?> instance = (Supplier<?>) greeter.getConstructor().newInstance();
    assertEquals("hello", instance.get());
    assertNotNull(loader.getResource(fileOf(Greeter.class)));
  }

  private FetchingClassLoader loader(int id, ClassLoader above, Fetcher from) {
    return new FetchingClassLoader(id, above, from, this::other);
  }

  private ClassLoader other(int id) {
    assertEquals(8, id);
    return parent;
  }

  /** Stands for the coordinator's class path; the one here is that of the tests. */
  private FetchingClassLoader classPath() {
    return loader(Protocol.CLASS_PATH_LOADER, getClass().getClassLoader(), fetcher);
  }

  @Test
  void manyThreadsShareOneRequest() throws Exception {
    share(Greeter.class, Words.class);
    int threads = 4;
    CompletableFuture<Void> held = new CompletableFuture<>();
    FetchingClassLoader slow = loader(7, ClassLoader.getPlatformClassLoader(), fetcher(held));
    CyclicBarrier start = new CyclicBarrier(threads + 1);
    List<CompletableFuture<Object>> loads =
        Stream.generate(() -> loadWhenAllDo(slow, start)).limit(threads).toList();

    start.await();
    held.complete(null);

    for (CompletableFuture<Object> load : loads) {
      assertSame(loads.get(0).get(), load.get());
    }
    assertEquals(List.of(fileOf(Greeter.class)), asked);
  }

  @Test
  void interruptDoesNotMakeAClassMissing() throws Exception {
    share(Greeter.class);
    Thread.currentThread().interrupt();

    Class<?> loaded = loader.loadClass(Greeter.class.getName());

    assertTrue(Thread.interrupted());
    assertEquals(Greeter.class.getName(), loaded.getName());
  }

  @Test
  void answerThatNobodyAskedForBreaksTheProtocol() {
    assertThrows(ProtocolException.class, () -> fetcher.answer(99, new Fetched.Missing("")));
  }

  private static CompletableFuture<Object> loadWhenAllDo(ClassLoader loader, CyclicBarrier start) {
    CompletableFuture<Object> loaded = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                start.await();
                loaded.complete(loader.loadClass(Greeter.class.getName()));
              } catch (Exception e) {
                loaded.completeExceptionally(e);
              }
            });
    thread.start();
    return loaded;
  }

  /** A fetcher with a coordinator that answers on another thread, once it is let. */
  private Fetcher fetcher(CompletableFuture<Void> let) {
    List<Fetcher> itself = new ArrayList<>();
    CompletableFuture<Void> errands = CompletableFuture.completedFuture(null);
    List<CompletableFuture<Void>> last = new ArrayList<>(List.of(errands));
    Fetcher made =
        new Fetcher(
            errand -> {
              synchronized (last) {
                last.set(0, last.get(0).thenRunAsync(errand));
              }
            },
            message -> {
              ToCoordinator.ResourceWanted wanted = (ToCoordinator.ResourceWanted) message;
              asked.add((wanted.loaderId() == 7 ? "" : "class path: ") + wanted.name());
              var unused = let.thenRunAsync(() -> answer(itself.get(0), wanted));
            },
            new OpenRequests());
    itself.add(made);
    return made;
  }

  private void answer(Fetcher to, ToCoordinator.ResourceWanted wanted) {
    try {
      byte[] bytes = remote.get(wanted.name());
      if (wanted.loaderId() == 7 && ofAnother.contains(wanted.name())) {
        to.answer(wanted.requestId(), new Fetched.DefinedElsewhere(8));
        return;
      }
      to.answer(
          wanted.requestId(),
          bytes == null ? new Fetched.Missing(whyNot) : new Fetched.Found(bytes));
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private void share(Class<?>... classes) {
    for (Class<?> shared : classes) {
      try (InputStream in = getClass().getClassLoader().getResourceAsStream(fileOf(shared))) {
        assertNotNull(in);
        remote.put(fileOf(shared), in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static URL assertNotNullUrl(@Nullable URL url) {
    if (url == null) {
      throw new AssertionError("no such resource");
    }
    return url;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String read(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
