package dev.procession.cluster.engine;

import dev.procession.ProcessPool;
import dev.procession.cluster.Cluster;
import java.util.List;

/** A program whose workers spin on all nodes, for ever; says when they do. */
final class NodesProgram {
  private NodesProgram() {}

  public static void main(String[] arguments) throws Exception {
    try (ProcessPool pool = ProcessPool.builder().cluster(Cluster.at(arguments)).build()) {
      pool.map(i -> i, List.of(1, 2));
      for (int i = 0; i < 2 * arguments.length; i++) {
        pool.submit(NodesProgram::spin);
      }
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
