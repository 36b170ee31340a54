package dev.procession.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.job.WindowFigures;
import dev.procession.process.observe.JobFigures;
import dev.procession.scheduler.JobSnapshot;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolStateTest {
  @ParameterizedTest
  @CsvSource({
    "5,2,true,false,running",
    "5,0,true,false,waits for a free worker",
    "0,2,false,true,running",
    "0,2,true,false,running",
    "0,2,false,false,waits for its source",
    "0,0,true,false,waits for its results to be taken",
    "0,0,false,false,waits for its source",
    "0,0,false,true,nothing is left to do"
  })
  void saysWhatAJobWaitsFor(
      long queued, long held, boolean isAwaited, boolean hasSourceEnded, String words) {
    JobSnapshot job = new JobSnapshot(1, OptionalLong.empty(), 100, false, queued, held, 8);
    WindowFigures window = new WindowFigures(60, 64, 0, 1 << 20, isAwaited, hasSourceEnded);

    assertEquals(words, PoolState.waitsFor(new JobFigures(job, Optional.of(window))));
  }
}
