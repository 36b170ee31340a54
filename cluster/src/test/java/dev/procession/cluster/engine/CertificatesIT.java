package dev.procession.cluster.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostsLostException;
import dev.procession.ProcessPool;
import dev.procession.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with a certificate, and who may use it. */
@Tag("extended")
@Tag("jdk")
@Timeout(300)
final class CertificatesIT {
  @TempDir private static Path folder;

  private static LocalNodes nodes;
  private static Path cluster;
  private static Path member;
  private static Path other;

  @BeforeAll
  static void startNode() throws IOException {
    nodes = new LocalNodes(folder, 1);
    List<NodeAddress> addresses = List.of(NodeAddress.of(nodes.address(0)));
    cluster = folder.resolve("cluster");
    other = folder.resolve("other");
    Certificates.init(cluster, addresses);
    Certificates.init(other, addresses);
    member = Certificates.member(cluster, "worker7");
    nodes.start(member);
  }

  @AfterAll
  static void stopNode() {
    nodes.stop();
  }

  private static ProcessPool pool(Path certificate) {
    return ProcessPool.builder()
        .cluster(
            Cluster.load(certificate)
                .hostTimeout(Duration.ofSeconds(10))
                .waitForHosts(LocalNodes.SOON))
        .build();
  }

  @Test
  void membersOfTheAuthorityUseTheNodeAndNoOthersDo() {
    HostsLostException strange = assertThrows(HostsLostException.class, () -> pool(other));
    assertTrue(
        strange.getMessage().contains("its certificate is not of this cluster's authority"),
        strange.getMessage());

    HostsLostException open =
        assertThrows(
            HostsLostException.class,
            () ->
                ProcessPool.builder()
                    .cluster(Cluster.at(nodes.addresses()).waitForHosts(LocalNodes.SOON))
                    .build());
    assertTrue(open.getMessage().contains("cannot join"), open.getMessage());

    try (ProcessPool pool = pool(cluster)) {
      assertEquals(List.of(1, 4, 9), pool.map(i -> i * i, List.of(1, 2, 3)));
    }
  }

  @Test
  void keysAreReadableByTheirOwnerOnly() throws IOException {
    for (Path each : List.of(cluster, member)) {
      assertEquals("rwx------", permissions(each));
      try (Stream<Path> files = Files.list(each)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertEquals("rw-------", permissions(file), file.toString());
        }
      }
    }
    assertTrue(Files.exists(cluster.resolve("authority.p12")));
    assertTrue(Files.notExists(member.resolve("authority.p12")));
  }

  @Test
  void hostWhoseNameIsNotKnownIsNamedAndTheOthersAreUsed() throws Exception {
    Path unknown = Certificates.member(cluster, "unknown");
    Path properties = unknown.resolve("cluster.properties");
    Files.writeString(properties, "addresses=nosuch.invalid," + nodes.address(0));
    try (ProcessPool pool = pool(unknown)) {
      assertEquals(List.of(1, 4, 9), pool.map(i -> i * i, List.of(1, 2, 3)));
      assertEquals(Optional.of("its name is not known"), pool.hosts().get(0).trouble());
    }

    Files.writeString(properties, "addresses=nosuch.invalid");
    HostsLostException failure = assertThrows(HostsLostException.class, () -> pool(unknown));
    assertTrue(
        failure.getMessage().contains("nosuch.invalid: its name is not known"),
        failure.getMessage());
  }

  @Test
  void hostsWhoseClocksAreBehindAcceptNewCertificates() throws Exception {
    KeyStore store =
        KeyStore.getInstance(Certificates.store(member).toFile(), Certificates.password().clone());
    Instant before = Instant.now().minus(Duration.ofHours(12));

    for (String alias : List.of("authority", "member")) {
      X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
      assertTrue(certificate.getNotBefore().toInstant().isBefore(before), alias);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void addressesThatOthersReachNeedCertificates() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> ProcessPool.builder().cluster(Cluster.at("192.0.2.1")).build());

    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("192.0.2.1 is not this machine's loopback address"), message);
  }
}
