package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailedAnswersTest {
  @Test
  void eachWorkerHasItsOwn() {
    FailedAnswers failed = new FailedAnswers(3);

    failed.add(0, 2);
    failed.add(2, 1);
    failed.add(0, 1);

    assertEquals(List.of(3L, 0L, 1L), failed.byWorker());
  }
}
