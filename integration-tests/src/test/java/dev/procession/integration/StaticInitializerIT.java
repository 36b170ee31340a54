package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a program whose static initializer uses a pool, which no pool can make work. */
final class StaticInitializerIT {
  @Test
  void oneThatRunsAgainInWorkersIsRefusedThereWithAdvice() {
    try (Jvm program = Jvm.startMain(StaticTables.InWorkersToo.class)) {
      Jvm.Ended ended = program.end().expect(1);

      assertTrue(
          ended
              .err()
              .contains("The static initializer of " + StaticTables.InWorkersToo.class.getName()),
          ended::err);
      assertTrue(ended.err().contains("WorkerContext.isWorker()"), ended::err);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @ParameterizedTest
  @ValueSource(strings = {"map", "join", "get"})
  void oneWhoseClassTheResultsNeedFailsInsteadOfHanging(String way) {
    try (Jvm program = Jvm.startMain(List.of("-Dway=" + way), StaticTables.OfItself.class)) {
      Jvm.Ended ended = program.end().expect(1);

      assertTrue(ended.err().contains("has been waiting for results for seconds"), ended::err);
      assertTrue(ended.err().contains("and they wait for it to end"), ended::err);
    }
  }
}
