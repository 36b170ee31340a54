package dev.procession.worker;

import dev.procession.protocol.BroadcastReference;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.shared.SharedClient;
import dev.procession.protocol.shared.SharedReference;

/**
 * Creates the parts of a worker, sends the hello message, and reads messages.
 *
 * <p>Four threads: the calling thread reads, the runner runs tasks, the courier writes on behalf of
 * threads that must not block, and the canceller interrupts the runner.
 */
final class Worker {
  private final Channel channel;
  private final Shutdown leaving;
  private final Outgoing outgoing;
  private final BackgroundSender courier;
  private final Interrupter canceller;
  private final Inbox inbox = new Inbox();
  private final NameTable ownNames = new NameTable();
  private final KnownNames coordinatorsNames = new KnownNames();
  private final Fetcher fetcher;
  private final Broadcasts broadcasts;
  private final SharedRequests sharedRequests;
  private final SharedClient shared;
  private final Runner runner;

  Worker(Channel channel, ProcessExit exit) {
    this.channel = channel;
    leaving = new Shutdown(exit);
    outgoing = new Outgoing(channel.toCoordinator(), ownNames, exit);
    courier = new BackgroundSender(this::tick);
    canceller = new Interrupter(outgoing);
    OpenRequests open = new OpenRequests();
    fetcher = new Fetcher(courier::send, outgoing::send, open);
    Loaders loaders = new Loaders(Worker.class.getClassLoader(), fetcher);
    broadcasts =
        new Broadcasts(coordinatorsNames, loaders::of, courier::send, outgoing::send, open);
    Functions functions = new Functions(coordinatorsNames, loaders::of);
    sharedRequests = new SharedRequests(outgoing, courier, loaders.of(Protocol.CLASS_PATH_LOADER));
    shared = new SharedClient(sharedRequests);
    outgoing.addsOf(shared);
    runner =
        new Runner(
            inbox,
            functions,
            canceller,
            outgoing,
            ownNames,
            courier,
            leaving,
            sharedRequests,
            shared);
  }

  private void tick() {
    runner.sendWaiting();
    outgoing.sendAdds();
  }

  /**
   * Serves the coordinator until it disconnects or dismisses this worker.
   *
   * @param hello the first message
   */
  void serve(ToCoordinator.Hello hello) {
    BroadcastReference.servedBy(broadcasts::value);
    SharedReference.servedBy(shared);
    outgoing.sendRaw(Protocol.preamble());
    outgoing.send(hello);
    startDaemon(courier, "procession-courier");
    startDaemon(canceller, "procession-canceller");
    ChannelInput input = new ChannelInput(channel.fromCoordinator());
    leaving.releaseReaderBy(new ReaderRelease(input, fetcher));
    Thread runnerThread = startRunner();
    Mailbox mailbox =
        new Mailbox(
            input,
            coordinatorsNames,
            inbox,
            fetcher,
            broadcasts,
            shared,
            runnerThread,
            runner,
            courier,
            canceller,
            outgoing,
            leaving);
    outgoing.readerBegins();
    new Reader(input, mailbox, leaving).run();
  }

  /** Without one of its threads the worker would hang, so it ends. */
  private void startDaemon(Runnable part, String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                part.run();
              } catch (Throwable e) {
                leaving.fail(ProcessExit.UNABLE, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private Thread startRunner() {
    // Its stack is as deep as that of any thread of this JVM (-Xss).
    Thread thread = new Thread(runner, "procession-runner");
    thread.start();
    return thread;
  }
}
