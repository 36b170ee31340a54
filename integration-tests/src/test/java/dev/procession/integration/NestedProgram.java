package dev.procession.integration;

import dev.procession.ProcessPool;
import java.util.List;

/** A pool in a task of a pool in a task of a pool; the innermost task never ends. */
final class NestedProgram {
  private static final int DEPTH = 2;

  private NestedProgram() {}

  public static void main(String[] arguments) {
    Gate gate = new Gate(arguments[0]);
    try (ProcessPool pool = poolWithin(System.getProperty("java.io.tmpdir"))) {
      pool.map(depth -> nest(depth, gate), List.of(DEPTH));
    }
  }

  /** Announces itself, then does the same one level down; at level 0, spins. */
  static int nest(int depth, Gate gate) {
    if (depth == 0) {
      return gate.announceAndSpin(depth);
    }
    gate.announce(depth);
    try (ProcessPool inner = poolWithin(System.getProperty("java.io.tmpdir"))) {
      return inner.map(below -> nest(below, gate), List.of(depth - 1)).get(0);
    }
  }

  /** A pool of one whose tasks have their temp files there: those that are killed leave some. */
  static ProcessPool poolWithin(String temporary) {
    return ProcessPool.builder().workers(1).jvmArgs("-Djava.io.tmpdir=" + temporary).build();
  }
}
