package dev.procession.worker;

import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import dev.procession.protocol.codec.KnownNames;
import java.io.IOException;

/**
 * Reads what the coordinator sends and passes it on. Its first duty is to notice when the input
 * ends, and to end the process then, so it never waits for anything else: it takes no lock that
 * anybody could hold for long, does not write, starts no thread, and runs no code of the user's.
 */
final class Reader {
  private final ChannelInput input;
  private final FrameReader frames;
  private final Arrivals arrivals;
  private final Desk desk;

  /** Whether the handshake is over; owned by the reader. */
  private boolean welcomed;

  /** Who does what the reader must not do itself. */
  record Desk(
      Thread runnerThread,
      Runner runner,
      Courier courier,
      Canceller canceller,
      Outgoing outgoing,
      Leaving leaving) {}

  /** Who takes what arrives. */
  record Arrivals(KnownNames names, Inbox inbox, Fetcher fetcher, Broadcasts broadcasts) {}

  Reader(ChannelInput input, Arrivals arrivals, Desk desk) {
    this.input = input;
    this.frames = new FrameReader(input, Protocol.MAX_BODY_BYTES);
    this.arrivals = arrivals;
    this.desk = desk;
  }

  /** Reads until the input ends, which ends the process. */
  void run() {
    try {
      while (true) {
        Frame frame = frames.next();
        if (frame == null) {
          break;
        }
        receive(ToWorkerCodec.read(frame));
      }
    } catch (ProtocolException e) {
      desk.leaving.fail(Exit.PROTOCOL_BROKEN, e);
      return;
    } catch (IOException e) {
      // Cut off in the middle of a message, which is just another way of being gone.
    } catch (Throwable e) {
      desk.leaving.fail(Exit.UNABLE, e);
      return;
    }
    desk.leaving.coordinatorGone();
  }

  private void receive(ToWorker message) throws ProtocolException {
    if (message instanceof ToWorker.Welcome welcome) {
      welcome(welcome);
    } else if (!welcomed) {
      throw new ProtocolException("expected Welcome first, but got " + message);
    } else if (message instanceof ToWorker.Run run) {
      arrivals.inbox.add(new Chunk(run));
    } else if (message instanceof ToWorker.Names added) {
      arrivals.names.add(added.firstId(), added.names());
    } else if (message instanceof ToWorker.Define define) {
      arrivals.inbox.add(new Step.Define(define));
    } else if (message instanceof ToWorker.Forget forget) {
      arrivals.inbox.add(new Step.Forget(forget.functionId()));
    } else if (message instanceof ToWorker.Revoke revoke) {
      revoke(revoke.chunkId());
    } else if (message instanceof ToWorker.Cancel cancel) {
      cancel(cancel);
    } else if (message instanceof ToWorker.Resource resource) {
      arrivals.fetcher.answer(resource.requestId(), new Fetched.Found(resource.bytes()));
    } else if (message instanceof ToWorker.NoResource none) {
      arrivals.fetcher.answer(none.requestId(), new Fetched.Missing(none.why()));
    } else if (message instanceof ToWorker.Broadcast broadcast) {
      arrivals.broadcasts.arrived(broadcast);
    } else if (message instanceof ToWorker.BroadcastClosed closed) {
      arrivals.broadcasts.closed(closed.broadcastId());
    } else if (message instanceof ToWorker.Start start) {
      arrivals.inbox.add(new Step.Start(start.initializerId()));
    } else if (message instanceof ToWorker.Bye) {
      desk.leaving.dismissed();
      // Hooks of the user's may still need classes, which only the coordinator has.
      input.poll();
      arrivals.inbox.add(new Step.Leave());
    } else {
      throw new AssertionError(message);
    }
  }

  private void welcome(ToWorker.Welcome welcome) throws ProtocolException {
    if (welcomed || welcome.protocolVersion() != Protocol.VERSION) {
      throw new ProtocolException(
          "cannot work with %s; this worker speaks protocol version %d%s"
              .formatted(welcome, Protocol.VERSION, welcomed ? " and was welcomed before" : ""));
    }
    welcomed = true;
    desk.leaving.removeIfAbandoned(welcome.progressPage());
    arrivals.inbox.add(new Step.Settle(welcome));
  }

  private void revoke(long chunkId) throws ProtocolException {
    Chunk chunk = arrivals.inbox.chunk(chunkId);
    if (chunk == null) {
      throw new ProtocolException("revoked chunk " + chunkId + ", which is not here");
    }
    chunk.revoke();
    if (chunk.hasEnded()) {
      arrivals.inbox.drop(chunk);
    }
    desk.courier.send(
        () -> {
          // Results of a chunk that has just ended may still be on their way; they go first.
          desk.runner.sendUnsent();
          desk.outgoing.send(new ToCoordinator.Returned(chunkId, chunk.end()));
        });
  }

  private void cancel(ToWorker.Cancel cancel) throws ProtocolException {
    Chunk chunk = arrivals.inbox.chunk(cancel.chunkId());
    if (chunk == null) {
      // It ended long ago.
      return;
    }
    if (cancel.position() >= chunk.size()) {
      throw new ProtocolException(
          "cancelled item %d of chunk %d, which has %d items"
              .formatted(cancel.position(), cancel.chunkId(), chunk.size()));
    }
    if (chunk.cancel(cancel.position())) {
      desk.canceller.interrupt(desk.runnerThread, chunk, cancel.position());
    }
  }
}
