package dev.procession.process.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.Link;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CommandCarrierTest {
  @TempDir private Path folder;

  /** Runs the script as a host does, after something else, with a cache that is in the folder. */
  private List<String> after(String first) {
    String environment =
        "export XDG_CACHE_HOME='%s' JAVA_HOME='%s'; "
            .formatted(folder.resolve("cache"), System.getProperty("java.home"));
    return List.of("/bin/sh", "-c", environment + first + " /bin/sh -c \"$2\"", "sh", "{}");
  }

  /** Connects until there were so many failures; says why each was one. */
  private static List<String> failures(
      int count, List<String> hosts, List<String> command, List<String> classPath)
      throws Exception {
    BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    CommandCarrier carrier =
        new CommandCarrier(
            hosts, command, Map.of(), classPath, new PoolFolder(), Threads.ofThisJvm());
    try {
      carrier.open(
          new Carrier.Listener() {
            @Override
            public Carrier.Receiver connected(String host, Link link) {
              return new Carrier.Receiver() {
                @Override
                public void received(byte[] message) {}

                @Override
                public void ended(Carrier.NodeEnd end, String why) {
                  reports.add(why);
                }
              };
            }

            @Override
            public void failed(String host, String why) {
              reports.add(why);
            }
          });
      List<String> failures = new ArrayList<>();
      while (failures.size() < count) {
        failures.add(Objects.requireNonNull(reports.poll(60, TimeUnit.SECONDS)));
      }
      return failures;
    } finally {
      carrier.close();
    }
  }

  private static String failure(List<String> command) throws Exception {
    return failures(1, List.of("a"), command, List.of()).get(0);
  }

  /** The files that a host has kept, each with the hash of what is in it. */
  private Map<String, String> kept() throws Exception {
    Path jars = folder.resolve("cache/procession/jars");
    Map<String, String> kept = new TreeMap<>();
    try (Stream<Path> files = Files.list(jars)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        kept.put(file.getFileName().toString(), hash(Files.readAllBytes(file)) + ".jar");
      }
    }
    return kept;
  }

  private static String hash(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void failedConnectionIsReportedWithWhatTheCommandPrinted() throws Exception {
    // Many at once, so that some commands end before their output is read.
    List<String> hosts = IntStream.range(0, 100).mapToObj(i -> "host" + i).toList();
    List<String> command = List.of("/bin/sh", "-c", "echo no route >&2; exit 255", "{}");

    List<String> failures = failures(hosts.size(), hosts, command, List.of());

    assertEquals(Set.of("no route (/bin/sh ended with code 255)"), Set.copyOf(failures));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hostKeepsNoFileThatHasNotComeAsAWhole() throws Exception {
    Path jar = Files.write(folder.resolve("a.jar"), new byte[100_000]);

    failures(1, List.of("a"), after("head -c 5000 |"), List.of(jar.toString()));

    assertEquals(Map.of(), kept());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hostIsSentAgainWhatItHasKeptInPart() throws Exception {
    byte[] bytes = new byte[100_000];
    Path jar = Files.write(folder.resolve("a.jar"), bytes);
    Path jars = Files.createDirectories(folder.resolve("cache/procession/jars"));
    Files.write(jars.resolve(hash(bytes) + ".jar"), new byte[50]);

    failures(1, List.of("a"), after(""), List.of(jar.toString()));

    String name = hash(bytes) + ".jar";
    assertEquals(Map.of(name, name), kept());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void fileThatChangesWhileAHostIsConnectedIsSentAsItIsNext() throws Exception {
    Path jar = Files.writeString(folder.resolve("a.jar"), "old content");

    List<String> failures =
        failures(
            2,
            List.of("a"),
            after("printf 'new content' >'" + jar + "';"),
            List.of(jar.toString()));

    assertEquals(
        jar + " on the class path was changed or deleted while it was sent", failures.get(0));
    String name = hash("new content".getBytes(StandardCharsets.UTF_8)) + ".jar";
    assertEquals(Map.of(name, name), kept());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsWrongWithTheJavaOfAHostIsSaid() throws Exception {
    Path old = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho java.lang.UnsupportedClassVersionError: x >&2\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));

    assertEquals(
        "its java is too old, version 17 or later is needed:"
            + " java.lang.UnsupportedClassVersionError: x",
        failure(after("JAVA_HOME='" + folder.resolve("old") + "'")));
    assertEquals(
        "there is no bin/java in its JAVA_HOME: /nowhere", failure(after("JAVA_HOME=/nowhere")));
    assertEquals(
        "there is no java on its PATH and no JAVA_HOME",
        failure(after("unset JAVA_HOME; PATH=" + noJava())));
  }

  /** A folder with what the script needs, but no java. */
  private Path noJava() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String mkdir = Files.exists(Path.of("/bin/mkdir")) ? "/bin/mkdir" : "/usr/bin/mkdir";
    Files.createSymbolicLink(bin.resolve("mkdir"), Path.of(mkdir));
    return bin;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void cacheFolderWithAColonIsRefused() throws Exception {
    String failure = failure(after("XDG_CACHE_HOME='" + folder.resolve("x:y") + "'"));

    assertEquals(
        "its cache folder has a colon in its name, which a class path cannot have; set"
            + " XDG_CACHE_HOME there to another folder: "
            + folder.resolve("x:y/procession/jars"),
        failure);
  }
}
