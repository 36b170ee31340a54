package dev.procession.worker;

import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ResourceNames;
import dev.procession.protocol.ToCoordinator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Requests resources that are missing on the class path here from the coordinator, each only once:
 * concurrent callers share a request, and missing resources are cached as well.
 *
 * <p>The courier sends the requests, because callers are task threads at any stack depth.
 */
final class Fetcher {
  /** The coordinator does not serve such a name; the class path here may have it. */
  private static final Fetched NOT_TO_BE_ASKED_FOR = new Fetched.Missing("");

  private final Consumer<Runnable> courier;
  private final Consumer<ToCoordinator> outgoing;
  private final OpenRequests open;
  private final Map<Name, Request> requests = new ConcurrentHashMap<>();
  private final Map<Integer, Request> unanswered = new ConcurrentHashMap<>();

  /** The number of the next request; owned by the courier. */
  private int nextRequestId;

  /**
   * Creates a fetcher.
   *
   * @param courier runs actions in order on one thread
   * @param outgoing sends a message
   * @param open limits concurrent requests
   */
  Fetcher(Consumer<Runnable> courier, Consumer<ToCoordinator> outgoing, OpenRequests open) {
    this.courier = courier;
    this.outgoing = outgoing;
    this.open = open;
  }

  /**
   * Returns a resource, or the reason why there is none; waits for it.
   *
   * <p>Ignores interrupts, because the VM caches the failure to find a class at its place of use
   * for ever. If the coordinator exits meanwhile, so does this process.
   */
  Fetched fetch(int loaderId, String name) {
    if (!ResourceNames.isProper(name)) {
      return NOT_TO_BE_ASKED_FOR;
    }
    Name wanted = new Name(loaderId, name);
    Request request = requests.get(wanted);
    if (request != null) {
      return request.answer.join();
    }
    Request asked = new Request();
    return open.during(
        () -> {
          courier.accept(() -> ask(wanted, asked));
          return asked.answer.join();
        });
  }

  /** Drops bytes that are unlikely to be needed again: those of a class that is now defined. */
  void release(int loaderId, String name) {
    requests.remove(new Name(loaderId, name));
  }

  /** The coordinator's answer; for the reader. */
  void answer(int requestId, Fetched answer) throws ProtocolException {
    Request request = unanswered.remove(requestId);
    if (request == null) {
      throw new ProtocolException("a resource for request " + requestId + ", which was not made");
    }
    request.answer.complete(answer);
  }

  private void ask(Name wanted, Request request) {
    Request sameAsked = requests.putIfAbsent(wanted, request);
    if (sameAsked != null) {
      var unused = sameAsked.answer.thenAccept(request.answer::complete);
      return;
    }
    int requestId = nextRequestId++;
    unanswered.put(requestId, request);
    outgoing.accept(new ToCoordinator.ResourceWanted(requestId, wanted.loaderId, wanted.name));
  }

  private record Name(int loaderId, String name) {}

  private static final class Request {
    final CompletableFuture<Fetched> answer = new CompletableFuture<>();
  }
}
