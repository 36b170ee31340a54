package dev.procession.integration;

import dev.procession.ProcessPool;
import java.nio.file.Path;
import java.util.List;

/** A program whose workers spin on two hosts, for ever; says when they do. */
final class ClusterProgram {
  private ClusterProgram() {}

  public static void main(String[] arguments) throws Exception {
    FakeHosts hosts = new FakeHosts(Path.of(arguments[0]));
    try (ProcessPool pool = hosts.pool(hosts.cluster("1/p", "1/q")).build()) {
      pool.map(i -> i, List.of(1, 2));
      pool.submit(ClusterProgram::spin);
      pool.submit(ClusterProgram::spin);
      System.out.println("spinning");
      pool.submit(() -> 1).get();
    }
  }

  private static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
