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
    "5,2,64,false,running",
    "5,0,64,false,waits for a free worker",
    "0,2,64,true,running",
    "0,2,10,false,waits for its source",
    "0,0,64,false,waits for its results to be taken",
    "0,0,10,false,waits for its source",
    "0,0,10,true,nothing is left to do"
  })
  void saysWhatAJobWaitsFor(
      long queued, long held, long pulled, boolean hasSourceEnded, String words) {
    JobSnapshot job = new JobSnapshot(1, OptionalLong.empty(), 100, false, queued, held, 8);
    WindowFigures window = new WindowFigures(pulled, 64, 0, 1 << 20, hasSourceEnded);

    assertEquals(words, PoolState.waitsFor(new JobFigures(job, Optional.of(window))));
  }
}
