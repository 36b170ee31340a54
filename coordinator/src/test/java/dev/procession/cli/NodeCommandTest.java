package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters of nodes, where their engine is not on the class path. */
final class NodeCommandTest {
  @TempDir private Path folder;

  @Test
  void nodeWithoutTheEngineSaysWhatToAdd() {
    CommandRun run = CommandRun.of("node", "--addresses", "127.0.0.1");

    assertEquals(3, run.status());
    assertTrue(run.err().contains("procession-cluster.jar"), run.err());
  }

  @Test
  void drainNeedsAHostAndACluster() throws Exception {
    Files.writeString(folder.resolve("cluster.properties"), "addresses=127.0.0.1\n");
    String cluster = folder.toString();

    assertEquals(2, CommandRun.of("drain").status());
    assertEquals(2, CommandRun.of("drain", "127.0.0.1").status());
    assertEquals(2, CommandRun.of("drain", "--cluster", cluster).status());
    assertEquals(2, CommandRun.of("drain", "a b", "--cluster", cluster).status());
    assertEquals(2, CommandRun.of("drain", "a", "--cluster", cluster + "/none").status());
    CommandRun run = CommandRun.of("drain", "127.0.0.1", "--cluster", cluster);
    assertEquals(3, run.status());
    assertTrue(run.err().contains("procession-cluster.jar"), run.err());
  }

  @Test
  void nodeNeedsAClusterOrAddresses() {
    assertEquals(2, CommandRun.of("node").status());
    assertEquals(2, CommandRun.of("node", "cluster", "--addresses", "127.0.0.1").status());
    assertEquals(2, CommandRun.of("node", "--addresses", "127.0.0.1", "--slots", "0").status());
  }

  @Test
  void folderThatIsNoClusterIsNamed() throws Exception {
    CommandRun none = CommandRun.of("node", folder.toString());

    assertEquals(3, none.status());
    assertTrue(none.err().contains("procession cluster init makes it"), none.err());

    Files.writeString(folder.resolve("cluster.properties"), "address=127.0.0.1\n");
    CommandRun empty = CommandRun.of("map", "--cluster", folder.toString(), "x -> x", "1");

    assertEquals(2, empty.status());
    assertTrue(empty.err().contains("does not say addresses="), empty.err());
  }

  @Test
  void clusterHasTwoActions() {
    assertEquals(2, CommandRun.of("cluster", "make", "x").status());
    assertEquals(2, CommandRun.of("cluster", "certificate", "x", "../y").status());
    assertEquals(2, CommandRun.of("cluster", "init", "x", "--addresses", "a b").status());
  }

  @Test
  void hostsAreNamedInOneWay() {
    CommandRun run = CommandRun.of("map", "--cluster", "x", "--hosts", "a", "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("--cluster names the hosts"), run.err());
  }
}
