package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may be wrong with a cluster, as the commands tell it: in one sentence, with exit code 3, and
 * nothing is left running.
 */
@Tag("extended")
@Timeout(300)
final class BadInputIT {
  private static final String MARK = "PROCESSION_TEST_COMMAND";

  @TempDir private static Path folder;

  private static LocalNodes nodes;
  private static Path cluster;

  @BeforeAll
  static void startNode() throws IOException {
    nodes = new LocalNodes(folder, 1);
    cluster = folder.resolve("cluster");
    Certificates.init(cluster, addressesOf(nodes));
    nodes.start(cluster);
  }

  @AfterAll
  static void stopNode() {
    nodes.stop();
  }

  private static List<NodeAddress> addressesOf(LocalNodes some) {
    return Stream.of(some.addresses()).map(NodeAddress::of).toList();
  }

  private static void assertRefused(String sentence, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dprocession.cluster.jar=" + LocalNodes.property("procession.cluster.jar"));
    command.addAll(List.of("-jar", LocalNodes.property("procession.jar")));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put(MARK, folder.toString());

    int status = builder.start().waitFor();

    List<String> said = Files.readAllLines(err, StandardCharsets.UTF_8);
    assertEquals(3, status, said::toString);
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).startsWith("procession: "), said::toString);
    assertTrue(said.get(0).contains(sentence), said::toString);
    assertEquals("", Files.readString(out));
    String entry = MARK + "=" + folder + "\0";
    await()
        .atMost(LocalNodes.SOON)
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .noneMatch(each -> LocalNodes.read(each, "environ").contains(entry)));
    nodes.awaitNoProcess(0, "process.node.Main");
  }

  private static void assertProgramIsRefused(String sentence, Path certificate) throws Exception {
    assertRefused(sentence, "map", "--cluster", certificate.toString(), "x -> x * x", "1");
  }

  /** A copy of the cluster's folder that names other hosts. */
  private static Path naming(String name, String address) throws IOException {
    Path copy = Certificates.member(cluster, name);
    Files.writeString(copy.resolve("cluster.properties"), "addresses=" + address);
    return copy;
  }

  @Test
  void addressWhereNoNodeListensIsNamed() throws Exception {
    String free = new LocalNodes(folder, 1).address(0);
    Path nobody = naming("nobody", free);

    assertProgramIsRefused(
        "No host could be reached: " + free + ": no node listens at " + free, nobody);
    assertRefused("no node can be reached: " + free, "drain", free, "--cluster", nobody.toString());
  }

  @Test
  void hostWhoseNameIsNotKnownIsNamed() throws Exception {
    Path unknown = naming("unknown", "nosuch.invalid");

    assertProgramIsRefused(
        "No host could be reached: nosuch.invalid: its name is not known", unknown);
    assertRefused(
        "the node at nosuch.invalid cannot start: its name is not known",
        "node",
        cluster.toString(),
        "--bind",
        "nosuch.invalid");
    assertRefused(
        "the node at 192.0.2.1 cannot start: it is no address of this machine",
        "node",
        cluster.toString(),
        "--bind",
        "192.0.2.1");
  }

  @Test
  void certificateOfAnotherAuthorityIsRefusedInProgramsAndNodes() throws Exception {
    Path other = folder.resolve("other");
    Certificates.init(other, addressesOf(nodes));
    String free = new LocalNodes(folder, 1).address(0);
    String trouble = ": its certificate is not of this cluster's authority";

    assertProgramIsRefused("No host could be reached: " + nodes.address(0) + trouble, other);
    assertRefused(
        "the node at " + free + " cannot start: " + nodes.address(0) + trouble,
        "node",
        other.toString(),
        "--bind",
        free);
  }

  /** As the clock of a host that is behind sees the certificates of the others. */
  @Test
  void certificateThatIsNotValidYetIsToldFromOneOfAnotherAuthority() throws Exception {
    LocalNodes tomorrows = new LocalNodes(Files.createDirectory(folder.resolve("a")), 1);
    Path tomorrow = naming("tomorrow", tomorrows.address(0));
    String store = Certificates.store(tomorrow).toString();
    String request = folder.resolve("request").toString();
    String certificate = folder.resolve("certificate").toString();
    String authority = cluster.resolve("authority.p12").toString();
    keytool(store, "-certreq", "-alias", "member", "-file", request);
    keytool(
        authority,
        "-gencert",
        "-alias",
        "authority",
        "-startdate",
        "+1d",
        "-infile",
        request,
        "-outfile",
        certificate);
    keytool(store, "-importcert", "-noprompt", "-alias", "member", "-file", certificate);
    tomorrows.start(tomorrow);
    try {
      assertProgramIsRefused(
          "No host could be reached: "
              + tomorrows.address(0)
              + ": its certificate is not valid at this time: do the clocks agree?",
          naming("today", tomorrows.address(0)));
      tomorrows.awaitNoProcess(0, "process.node.Main");
    } finally {
      tomorrows.stop();
    }
  }

  private static void keytool(String store, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", store, "-storepass"));
    command.add(String.valueOf(Certificates.password()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @Test
  void nodeWithAnotherVersionOfTheTunnelIsNamed() throws Exception {
    LocalNodes others = new LocalNodes(Files.createDirectory(folder.resolve("b")), 1);
    others.patch(nodeOfAnotherVersion());
    Path certificate = naming("versions", others.address(0));
    others.start(certificate);
    try {
      assertProgramIsRefused(
          "No host could be reached: "
              + others.address(0)
              + ": its node speaks version 99 of the tunnel, this program version ",
          certificate);
      others.awaitNoProcess(0, "process.node.Main");
    } finally {
      others.stop();
    }
  }

  private static Path nodeOfAnotherVersion() throws IOException {
    Path source = Files.createDirectories(folder.resolve("source")).resolve("Main.java");
    Files.writeString(
        source,
        """
        package dev.procession.process.node;

        import dev.procession.process.thread.Threads;
        import dev.procession.process.tunnel.*;
        import java.io.*;

        public final class Main {
          public static void main(String[] arguments) {
            StreamLink link =
                new StreamLink(
                    new FileInputStream(FileDescriptor.in),
                    new FileOutputStream(FileDescriptor.out),
                    () -> {});
            link.start(Threads.ofThisJvm(), "out");
            new Tunnel(link).send(new Message.Hello(99, 2, 2, 0, "17"));
            try {
              while (true) {
                link.read();
              }
            } catch (IOException e) {
              System.exit(0);
            }
          }
        }
        """);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                LocalNodes.property("procession.jar"),
                source.toString());
    assertEquals(0, status);
    return classes;
  }

  @Test
  void portThatIsInUseIsNamed() throws Exception {
    NodeAddress free = NodeAddress.of(new LocalNodes(folder, 1).address(0));
    for (int port : List.of(free.port(), free.port() + NodeAddress.MESSAGES_PORT_OFFSET)) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(free.host(), port));

        assertRefused(
            "the node at " + free + " cannot start: port " + port + " cannot be used (Address",
            "node",
            "--addresses",
            free.toString());
      }
    }
  }

  @Test
  void nodeThatIsStartedTwiceSaysSoAndTheFirstGoesOn() throws Exception {
    assertRefused(
        "cannot be used (Address already in use); does a node run there already?",
        "node",
        cluster.toString());

    assertEquals(1, nodes.processes(0, "ignite.NodeMain").count());
  }
}
