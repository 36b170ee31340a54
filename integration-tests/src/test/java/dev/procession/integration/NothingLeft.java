package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test that leaves something behind: a process, a thread or a folder of a pool, or open
 * file descriptors. Registered for all tests; where a class has a {@link SharedPool} or a {@link
 * SharedBrowser}, it looks after the last test only. Says on stderr what all threads do when a test
 * takes long.
 */
public final class NothingLeft
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  /** The tag of tests that take long by intent, and watch themselves for standstills. */
  public static final String LONG = "long";

  private static final Namespace OWN = Namespace.create(NothingLeft.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** What the JVM itself may have opened meanwhile: jars, class data, random devices. */
  private static final long DESCRIPTOR_SLACK = 12;

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** What a test has failed for already, so that those after it do not. */
  private static final Set<String> BLAMED = ConcurrentHashMap.newKeySet();

  /** Made before any test: so it is the place to make what they need. */
  public NothingLeft() throws IOException, InterruptedException {
    // Awaitility's own first look is after 100 ms, and most conditions hold at once or soon.
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(POLL);
    // What comes at all comes soon on a machine that is not busy with ten other builds.
    Awaitility.setDefaultTimeout(LONGEST_WAIT);
    // The build gives this JVM a temp folder of its own, so that others' pools do not count.
    Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    // What an earlier run left because it was killed is no fault of this one's.
    poolFolders().forEach(folder -> BLAMED.add("folder " + folder));
    // Hundreds of workers start; from an archive, if this system can make one.
    new LaunchPlan(LaunchOptions.defaults(1)).makeArchive();
    if (System.getProperty("procession.jar") != null) {
      ProcessionCommand.prepare();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(OWN).put("before", openDescriptors());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!context.getTags().contains(LONG)) {
      context.getStore(OWN).put("dump", new SlowTestDump(context.getUniqueId()));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SlowTestDump dump = context.getStore(OWN).get("dump", SlowTestDump.class);
    if (dump != null) {
      dump.cancel();
    }
    Class<?> testClass = context.getRequiredTestClass();
    if (!SharedPool.isUsedIn(testClass) && !SharedBrowser.isUsedIn(testClass)) {
      assertNothingLeft(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertNothingLeft(context);
    Gate.removeAll();
  }

  private static void assertNothingLeft(ExtensionContext context) {
    long descriptorsBefore = context.getStore(OWN).get("before", Long.class);
    try {
      await().atMost(PATIENCE).until(() -> leftovers(descriptorsBefore).isEmpty());
    } catch (ConditionTimeoutException e) {
      List<String> left = leftovers(descriptorsBefore);
      BLAMED.addAll(left);
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      throw new AssertionError("left behind by " + context.getDisplayName() + ": " + left, e);
    }
  }

  private static List<String> leftovers(long descriptorsBefore) {
    List<String> left = new ArrayList<>();
    ProcessHandle.current().descendants().map(NothingLeft::describe).forEach(left::add);
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("procession-"))
        .map(thread -> "thread " + thread.getName())
        .forEach(left::add);
    poolFolders().stream().map(folder -> "folder " + folder).forEach(left::add);
    long descriptors = openDescriptors();
    if (descriptors > descriptorsBefore + DESCRIPTOR_SLACK) {
      left.add(descriptors + " open files, " + descriptorsBefore + " before");
    }
    left.removeAll(BLAMED);
    return left;
  }

  private static String describe(ProcessHandle process) {
    return "process " + process.pid() + " " + process.info().commandLine().orElse("");
  }

  private static List<Path> poolFolders() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("procession-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 0 where the system does not say. */
  private static long openDescriptors() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
