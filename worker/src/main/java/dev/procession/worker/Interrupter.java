package dev.procession.worker;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.task.SerializableFunction;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

/**
 * Interrupts the runner when a running item is cancelled, and only while that item runs. Before
 * that, says where in its code the item was, if the coordinator asked for it.
 *
 * <p>Has its own thread, because an interrupt can run user code (it closes the channel that the
 * task is blocked on) and can block there, which would stop the reader or the courier.
 */
final class Interrupter implements Runnable {
  /** What calls a task; a task may itself call other classes of the worker. */
  private static final List<String> CALLERS =
      List.of(
          Thread.class.getName(),
          Runner.class.getName(),
          ChunkRunner.class.getName(),
          TaskFunction.class.getName(),
          SerializableFunction.class.getPackageName() + ".Serializable");

  private final BlockingQueue<Item> requests = new LinkedTransferQueue<>();
  private final Outgoing outgoing;

  /** Held during an interrupt. */
  private final Object interrupting = new Object();

  Interrupter(Outgoing outgoing) {
    this.outgoing = outgoing;
  }

  /** Requests an interrupt of an item, if it still runs by then; never blocks. */
  void interrupt(Thread runner, Chunk chunk, int position) {
    requests.add(new Item(runner, chunk, position, false));
  }

  /** Requests a report of the stack of an item, if it still runs by then; never blocks. */
  void reportStack(Thread runner, Chunk chunk, int position) {
    requests.add(new Item(runner, chunk, position, true));
  }

  /**
   * Ensures that an interrupt for an item does not reach the next one; for the runner, once a
   * cancelled item has ended.
   */
  void settle() {
    // Guards against a race with the interrupt: either it has been delivered, or it will find that
    // the
    // item has ended.
    synchronized (interrupting) {
      Thread.interrupted();
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        carryOut(requests.take());
      } catch (Throwable e) {
        // User code may run here and throw anything; later items must still be interrupted.
      }
    }
  }

  private void carryOut(Item item) {
    if (item.stackWanted) {
      StackTraceElement[] stack = item.runner.getStackTrace();
      // Otherwise the stack may be that of another item, or of none.
      if (item.chunk.isRunning(item.position)) {
        outgoing.send(new ToCoordinator.StackTaken(item.chunk.id(), item.position, ofTask(stack)));
      }
      return;
    }
    synchronized (interrupting) {
      if (item.chunk.isRunning(item.position)) {
        item.runner.interrupt();
      }
    }
  }

  /** The frames of the task, at most as many as a message may have. */
  private static List<StackTraceElement> ofTask(StackTraceElement[] stack) {
    int end = stack.length;
    while (end > 0 && isCaller(stack[end - 1])) {
      end--;
    }
    // The stack trace of an exception has no frames of generated classes, either.
    return Arrays.stream(stack, 0, end)
        .filter(frame -> !frame.getClassName().contains("$$Lambda"))
        .limit(Protocol.MAX_STACK_FRAMES)
        .toList();
  }

  private static boolean isCaller(StackTraceElement frame) {
    // Thread.sleep may be the task itself.
    boolean isTask =
        frame.getClassName().equals(Thread.class.getName())
            && !frame.getMethodName().startsWith("run");
    return !isTask && CALLERS.stream().anyMatch(frame.getClassName()::startsWith);
  }

  private record Item(Thread runner, Chunk chunk, int position, boolean stackWanted) {}
}
