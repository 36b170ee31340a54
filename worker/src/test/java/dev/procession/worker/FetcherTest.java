package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FetcherTest {
  private final BlockingQueue<Runnable> errands = new LinkedBlockingQueue<>();
  private final List<ToCoordinator> asked = new ArrayList<>();
  private final Fetcher fetcher = new Fetcher(errands::add, asked::add, new OpenRequests());

  @Test
  void threadsWaitWithWhatIsMoreThanMayBeAskedAtOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i <= Protocol.MAX_OPEN_REQUESTS; i++) {
      String name = "a" + i;
      threads.add(new Thread(() -> fetcher.fetch(0, name), name));
    }
    threads.forEach(Thread::start);

    for (int i = 0; i < Protocol.MAX_OPEN_REQUESTS; i++) {
      errands.take().run();
    }
    for (int waiting = 0; waiting < threads.size(); ) {
      waiting = (int) threads.stream().filter(t -> t.getState() == Thread.State.WAITING).count();
    }
    assertTrue(errands.isEmpty());

    fetcher.answer(0, new Fetched.Missing(""));
    errands.take().run();
    for (int id = 1; id < threads.size(); id++) {
      fetcher.answer(id, new Fetched.Missing(""));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(threads.size(), asked.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/absolute", "../beside", "file:/etc/hosts", ""})
  void whatLeadsElsewhereIsNotAskedFor(String name) {
    Fetched.Missing missing = assertInstanceOf(Fetched.Missing.class, fetcher.fetch(0, name));

    assertEquals("", missing.why());
    assertTrue(errands.isEmpty());
  }
}
