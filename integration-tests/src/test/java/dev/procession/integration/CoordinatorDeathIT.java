package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers never outlive their coordinator. */
final class CoordinatorDeathIT {
  /** It takes some milliseconds, but they may wait for a processor. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void workersThatSpinAreGoneSoonAfterKill() {
    assertWorkersDieWith(Programs.Spinning.class);
  }

  @Test
  void workersThatIdleAreGoneSoonAfterKill() {
    assertWorkersDieWith(Programs.Idle.class);
  }

  private static void assertWorkersDieWith(Class<?> program) {
    try (Jvm coordinator = Jvm.startMain(program)) {
      List<Long> pids = coordinator.awaitLines(2).stream().map(Long::valueOf).toList();
      assertTrue(pids.stream().allMatch(CoordinatorDeathIT::isAlive));

      coordinator.kill();

      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(SOON)
          .until(() -> pids.stream().noneMatch(CoordinatorDeathIT::isAlive));
    }
  }

  @Test
  void forgottenIdlePoolKeepsNoProgramAlive() {
    try (Jvm program = Jvm.startMain(Programs.Forgetful.class)) {
      long worker = Long.parseLong(program.end().expect(0).lines().get(0));

      await().atMost(SOON).until(() -> !isAlive(worker));
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

  /** A dead process that its new parent has not collected yet counts as gone. */
  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !Zombies.has(pid);
  }
}
