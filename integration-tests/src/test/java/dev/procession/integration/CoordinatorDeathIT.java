package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers never outlive their coordinator. */
final class CoordinatorDeathIT {
  /** It takes some milliseconds, but they may wait for a processor. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void workersThatSpinAreGoneSoonAfterKill() {
    assertWorkersDieWith(Programs.Spinning.class);
  }

  @Tag("extended")
  @Test
  void workersThatIdleAreGoneSoonAfterKill() {
    assertWorkersDieWith(Programs.Idle.class);
  }

  private static void assertWorkersDieWith(Class<?> program) {
    try (Jvm coordinator = Jvm.startMain(program)) {
      List<Long> pids = coordinator.awaitLines(2).stream().map(Long::valueOf).toList();
      assertTrue(pids.stream().allMatch(Pids::isAlive));

      coordinator.kill();

      await().atMost(SOON).until(() -> pids.stream().noneMatch(Pids::isAlive));
    }
  }

  @Tag("extended")
  @Test
  void forgottenIdlePoolKeepsNoProgramAlive() {
    try (Jvm program = Jvm.startMain(Programs.Forgetful.class)) {
      long worker = Long.parseLong(program.end().expect(0).lines().get(0));

      await().atMost(SOON).until(() -> !Pids.isAlive(worker));
    }
  }

  @Test
  void unfinishedTaskKeepsItsProgramAlive() {
    Gate gate = Gate.closed();
    try (Jvm program = Jvm.startMain(Programs.Unfinished.class, gate.folder())) {
      gate.awaitAnnounced(1);
      gate.open();

      assertEquals(List.of("finished"), program.end().expect(0).lines());
    }
  }
}
