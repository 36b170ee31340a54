package dev.procession.worker;

import dev.procession.protocol.Protocol;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Keeps this worker from asking its coordinator for more at once than it may. */
final class OpenRequests {
  private final Semaphore free = new Semaphore(Protocol.MAX_OPEN_REQUESTS);

  /**
   * Asks for something and waits for the answer, after those before; does not react to interrupts.
   *
   * @param request asks, and returns what was answered
   */
  <T> T during(Supplier<T> request) {
    free.acquireUninterruptibly();
    try {
      return request.get();
    } finally {
      free.release();
    }
  }
}
