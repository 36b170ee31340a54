package dev.procession.worker;

import dev.procession.protocol.KnownNames;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.shared.PerWorkerReference;
import dev.procession.protocol.shared.SharedClient;

/**
 * Dispatches the coordinator's messages to the parts of the worker. Owned by the reader, so it
 * never waits: see {@link Reader}.
 */
final class Mailbox {
  private final ChannelInput input;
  private final KnownNames names;
  private final Inbox inbox;
  private final Fetcher fetcher;
  private final Broadcasts broadcasts;
  private final SharedClient shared;
  private final Thread runnerThread;
  private final Runner runner;
  private final BackgroundSender courier;
  private final Interrupter canceller;
  private final Outgoing outgoing;
  private final Shutdown leaving;

  /** Whether the handshake is over; owned by the reader. */
  private boolean welcomed;

  Mailbox(
      ChannelInput input,
      KnownNames names,
      Inbox inbox,
      Fetcher fetcher,
      Broadcasts broadcasts,
      SharedClient shared,
      Thread runnerThread,
      Runner runner,
      BackgroundSender courier,
      Interrupter canceller,
      Outgoing outgoing,
      Shutdown leaving) {
    this.input = input;
    this.names = names;
    this.inbox = inbox;
    this.fetcher = fetcher;
    this.broadcasts = broadcasts;
    this.shared = shared;
    this.runnerThread = runnerThread;
    this.runner = runner;
    this.courier = courier;
    this.canceller = canceller;
    this.outgoing = outgoing;
    this.leaving = leaving;
  }

  /** Dispatches one message. */
  void deliver(ToWorker message) throws ProtocolException {
    if (message instanceof ToWorker.Welcome welcome) {
      welcome(welcome);
    } else if (!welcomed) {
      throw new ProtocolException("expected Welcome first, but got " + message);
    } else if (message instanceof ToWorker.Run run) {
      inbox.add(new Chunk(run));
    } else if (message instanceof ToWorker.Names added) {
      names.add(added.firstId(), added.names());
    } else if (message instanceof ToWorker.Define define) {
      inbox.add(new Step.Define(define));
    } else if (message instanceof ToWorker.Forget forget) {
      inbox.add(new Step.Forget(forget.functionId()));
    } else if (message instanceof ToWorker.Revoke revoke) {
      revoke(revoke.chunkId());
    } else if (message instanceof ToWorker.Cancel cancel) {
      cancel(cancel);
    } else if (message instanceof ToWorker.StackWanted wanted) {
      Chunk chunk = inbox.chunk(wanted.chunkId());
      if (chunk != null) {
        canceller.reportStack(runnerThread, chunk, wanted.position());
      }
    } else if (message instanceof ToWorker.Resource resource) {
      fetcher.answer(resource.requestId(), new Fetched.Found(resource.bytes()));
    } else if (message instanceof ToWorker.NoResource none) {
      fetcher.answer(none.requestId(), new Fetched.Missing(none.why()));
    } else if (message instanceof ToWorker.DefinedElsewhere other) {
      fetcher.answer(other.requestId(), new Fetched.DefinedElsewhere(other.loaderId()));
    } else if (message instanceof ToWorker.Broadcast broadcast) {
      broadcasts.arrived(broadcast);
    } else if (message instanceof ToWorker.BroadcastClosed closed) {
      broadcasts.closed(closed.broadcastId());
    } else if (message instanceof ToWorker.ObjectClosed closed) {
      if (PerWorkerReference.isUnused(closed.objectId())) {
        inbox.add(new Step.CloseUnused());
      }
    } else if (message instanceof ToWorker.SharedAnswer answer) {
      shared.answered(answer.requestId(), answer.reply());
    } else if (message instanceof ToWorker.Start start) {
      inbox.add(new Step.Start(start.initializerId()));
    } else if (message instanceof ToWorker.Bye) {
      leaving.dismissed();
      // Users' shutdown hooks may still need classes from the coordinator.
      input.poll();
      inbox.add(new Step.Leave());
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
    leaving.removeIfAbandoned(welcome.progressPage());
    inbox.add(new Step.Prepare(welcome));
  }

  private void revoke(long chunkId) throws ProtocolException {
    Chunk chunk = inbox.chunk(chunkId);
    if (chunk == null) {
      throw new ProtocolException("revoked chunk " + chunkId + ", which this worker does not have");
    }
    chunk.revoke();
    if (chunk.hasEnded()) {
      inbox.drop(chunk);
    }
    courier.send(
        () -> {
          // Results of a chunk that has just ended may not have been sent yet; they are sent first.
          runner.sendUnsent();
          outgoing.send(new ToCoordinator.Returned(chunkId, chunk.end()));
        });
  }

  private void cancel(ToWorker.Cancel cancel) throws ProtocolException {
    Chunk chunk = inbox.chunk(cancel.chunkId());
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
      canceller.interrupt(runnerThread, chunk, cancel.position());
    }
  }
}
