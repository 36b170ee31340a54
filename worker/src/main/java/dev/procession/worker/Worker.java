package dev.procession.worker;

import dev.procession.protocol.BroadcastReference;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.KnownNames;
import dev.procession.protocol.codec.NameTable;

/**
 * Puts the parts of a worker together, says hello, and reads.
 *
 * <p>Four threads: the calling one reads, the runner runs, the courier writes what those two must
 * not or cannot, the canceller interrupts.
 */
final class Worker {
  /**
   * Tried from the first to the last; 0 stands for the VM's default. The first is enough for a
   * graph some 100,000 objects deep, and not so much that runaway recursion takes long to end.
   */
  private static final long[] STACK_BYTES = {160L << 20, 64L << 20, 0};

  private final Channel channel;
  private final Leaving leaving;
  private final Outgoing outgoing;
  private final Courier courier;
  private final Canceller canceller = new Canceller();
  private final Inbox inbox = new Inbox();
  private final NameTable ownNames = new NameTable();
  private final KnownNames coordinatorsNames = new KnownNames();
  private final Fetcher fetcher;
  private final Broadcasts broadcasts;
  private final Runner runner;

  Worker(Channel channel, Exit exit) {
    this.channel = channel;
    leaving = new Leaving(exit);
    outgoing = new Outgoing(channel.toCoordinator(), ownNames, exit);
    courier = new Courier(this::tick);
    OpenRequests open = new OpenRequests();
    fetcher = new Fetcher(courier::send, outgoing::send, open);
    Loaders loaders = new Loaders(Worker.class.getClassLoader(), fetcher);
    broadcasts =
        new Broadcasts(coordinatorsNames, loaders::of, courier::send, outgoing::send, open);
    Functions functions = new Functions(coordinatorsNames, loaders::of);
    Runner.Sending sending = new Runner.Sending(outgoing, ownNames, courier);
    runner = new Runner(inbox, functions, canceller, sending, leaving);
  }

  private void tick() {
    runner.sendWaiting();
  }

  /**
   * Serves the coordinator until it is gone or has said goodbye.
   *
   * @param hello the first message
   */
  void serve(ToCoordinator.Hello hello) {
    BroadcastReference.servedBy(broadcasts::value);
    outgoing.sendRaw(Protocol.preamble());
    outgoing.send(hello);
    startDaemon(courier, "procession-courier");
    startDaemon(canceller, "procession-canceller");
    Thread runnerThread = startRunner();
    Reader.Desk desk = new Reader.Desk(runnerThread, runner, courier, canceller, outgoing, leaving);
    ChannelInput input = new ChannelInput(channel.fromCoordinator());
    Reader.Arrivals arrivals = new Reader.Arrivals(coordinatorsNames, inbox, fetcher, broadcasts);
    outgoing.readerBegins();
    new Reader(input, arrivals, desk).run();
  }

  private static void startDaemon(Runnable part, String name) {
    Thread thread = new Thread(part, name);
    thread.setDaemon(true);
    thread.start();
  }

  private Thread startRunner() {
    OutOfMemoryError refusal = new OutOfMemoryError("no runner");
    for (long stackBytes : STACK_BYTES) {
      try {
        Thread thread = new Thread(null, runner, "procession-runner", stackBytes);
        thread.start();
        return thread;
      } catch (OutOfMemoryError e) {
        // So much address space is not to be had, as under ulimit -v; less may do.
        refusal = e;
      }
    }
    throw refusal;
  }
}
