package dev.procession.process.worker;

import dev.procession.process.job.FunctionDefinition;
import dev.procession.process.job.ItemBatch;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import dev.procession.scheduler.Chunk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes to one worker's stdin on a dedicated thread, since the write blocks while the pipe is
 * full.
 *
 * <p>Decides what has to go before a chunk: the class names that were added since, and the chunk's
 * function if this worker has not got it. The scheduler has no more than two chunks with a worker,
 * so what makes the queue long is a worker that does not read.
 *
 * <p>The reader may write the answer to a request that it has just read, which avoids waking this
 * thread.
 */
final class WorkerWriter implements Runnable {
  /** How many messages may wait to be written; a worker with more does not read. */
  static final int MAX_WAITING = 1 << 16;

  /** What is queued: a message as it is, or a chunk that needs its function before it. */
  private sealed interface Outgoing {
    record Plain(ToWorker message, Runnable written) implements Outgoing {}

    record ChunkOf(FunctionDefinition function, ToWorker.Run run) implements Outgoing {}

    record FunctionOf(FunctionDefinition function) implements Outgoing {}

    record End() implements Outgoing {}
  }

  private final OutputStream workersStdin;
  private final NameTable names;
  private final LongAdder bytesSent;
  private final Consumer<ToWorker> sending;

  /** Held while something is written. */
  private final ReentrantLock writing = new ReentrantLock();

  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(MAX_WAITING);

  /** Written by the writer thread, like {@link #defined}. */
  private int namesSent;

  private final Set<Integer> defined = new HashSet<>();

  /**
   * @param bytesSent counts the bytes of items
   * @param sending receives each message before it is written, on the writer thread
   */
  WorkerWriter(
      OutputStream workersStdin, NameTable names, LongAdder bytesSent, Consumer<ToWorker> sending) {
    this.workersStdin = workersStdin;
    this.names = names;
    this.bytesSent = bytesSent;
    this.sending = sending;
  }

  /** Queues a message; from any thread, never blocks. Returns whether there was room. */
  boolean send(ToWorker message) {
    return send(message, () -> {});
  }

  /**
   * Queues a message; from any thread, never blocks. Returns whether there was room.
   *
   * @param written called on the writer thread when the message has been written, if it ever is
   */
  boolean send(ToWorker message, Runnable written) {
    return queue.offer(new Outgoing.Plain(message, written));
  }

  /**
   * Writes a message that refers to no names, on the calling thread, which may block; before what
   * is queued. Queues it if something is being written. Returns whether that was possible.
   */
  boolean sendNow(ToWorker message) {
    if (!writing.tryLock()) {
      return send(message);
    }
    try {
      write(message, workersStdin);
      workersStdin.flush();
    } catch (IOException e) {
      // The worker is gone or going; its exit is reported by the thread that waits for it.
    } finally {
      writing.unlock();
    }
    return true;
  }

  /** Queues a function that is needed before any chunk, such as the initializer. */
  boolean define(FunctionDefinition function) {
    return queue.offer(new Outgoing.FunctionOf(function));
  }

  /** Queues a chunk; from any thread, never blocks. Returns whether there was room. */
  boolean sendChunk(Chunk chunk) {
    ItemBatch batch = (ItemBatch) chunk.batch();
    FunctionDefinition function = batch.job().function();
    return queue.offer(
        new Outgoing.ChunkOf(
            function,
            new ToWorker.Run(
                chunk.id(),
                function.functionId(),
                batch.firstIndex() + chunk.from(),
                chunk.attempt(),
                batch.items().slice(chunk.from(), chunk.to()))));
  }

  /** Lets the thread end after what is queued; at once if that is too much. */
  void end() {
    while (!queue.offer(new Outgoing.End())) {
      queue.clear();
    }
  }

  @Override
  public void run() {
    try (OutputStream out = workersStdin) {
      boolean more = true;
      while (more) {
        more = writeNext(out);
      }
    } catch (IOException e) {
      // The worker is gone or going; its exit is reported by the thread that waits for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Writes what is next in the queue, unless that is the end. A method of its own, so that nothing
   * of it, which may be large, is kept on the stack while the next is waited for.
   */
  private boolean writeNext(OutputStream out) throws IOException, InterruptedException {
    Outgoing next = queue.take();
    if (next instanceof Outgoing.End) {
      return false;
    }
    writing.lock();
    try {
      write(next, out);
      if (queue.isEmpty()) {
        out.flush();
      }
    } finally {
      writing.unlock();
    }
    return true;
  }

  private void write(Outgoing next, OutputStream out) throws IOException {
    if (next instanceof Outgoing.Plain plain) {
      if (plain.message() instanceof ToWorker.Broadcast) {
        sendNames(out);
      }
      if (!(plain.message() instanceof ToWorker.Forget forget)
          || defined.remove(forget.functionId())) {
        write(plain.message(), out);
      }
      plain.written().run();
    } else if (next instanceof Outgoing.ChunkOf chunk) {
      defineOnce(chunk.function(), out);
      write(chunk.run(), out);
    } else if (next instanceof Outgoing.FunctionOf of) {
      defineOnce(of.function(), out);
    } else {
      throw new AssertionError(next);
    }
  }

  private void defineOnce(FunctionDefinition function, OutputStream out) throws IOException {
    sendNames(out);
    if (defined.add(function.functionId())) {
      write(function.message(), out);
    }
  }

  /**
   * Sends the names that were added since. Read now, so that they cover all that what comes next
   * may use: it is encoded by now.
   */
  private void sendNames(OutputStream out) throws IOException {
    int known = names.size();
    if (known > namesSent) {
      write(new ToWorker.Names(namesSent, names.names(namesSent, known)), out);
      namesSent = known;
    }
  }

  private void write(ToWorker message, OutputStream out) throws IOException {
    sending.accept(message);
    ToWorkerCodec.write(message, out);
    if (message instanceof ToWorker.Run run) {
      bytesSent.add(run.items().sizeBytes());
    } else if (message instanceof ToWorker.Broadcast broadcast) {
      bytesSent.add(broadcast.value().sizeBytes());
    }
  }
}
