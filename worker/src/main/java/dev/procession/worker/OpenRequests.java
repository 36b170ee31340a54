package dev.procession.worker;

import dev.procession.protocol.Protocol;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Limits the number of concurrent requests to the coordinator. */
final class OpenRequests {
  private final Semaphore free = new Semaphore(Protocol.MAX_OPEN_REQUESTS);

  /**
   * Sends a request and waits for the answer; ignores interrupts.
   *
   * @param request sends the request and returns the answer
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
