package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.scheduler.Scheduler;
import dev.procession.scheduler.SchedulerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
  private static final int ROUNDS = 200;
  private static final int POSTERS = 2;

  @Test
  void whatIsAcceptedAsTheLoopEndsIsDone() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      AtomicLong accepted = new AtomicLong();
      AtomicLong done = new AtomicLong();
      EventLoop loop = loop();
      loop.start();
      List<Thread> posters = new ArrayList<>();
      for (int i = 0; i < POSTERS; i++) {
        posters.add(
            new Thread(
                () -> {
                  while (loop.execute(done::incrementAndGet)) {
                    accepted.incrementAndGet();
                  }
                }));
      }
      posters.forEach(Thread::start);
      loop.execute(loop::end);
      for (Thread poster : posters) {
        poster.join();
      }
      // What the loop was given may still be on its way through; what it has lost never comes.
      while (done.get() < accepted.get()) {
        Thread.onSpinWait();
      }
      assertEquals(accepted.get(), done.get());
    }
  }

  private static EventLoop loop() {
    return new EventLoop(
        new Scheduler(new SchedulerOptions(1, 1, 1, OptionalInt.empty(), OptionalLong.empty())),
        command -> {},
        () -> {},
        error -> {
          throw new AssertionError(error);
        });
  }
}
