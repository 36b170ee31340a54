package dev.procession.protocol.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.SharedQueue;
import org.junit.jupiter.api.Test;

/** What callers are told where an object or an item of it is not to be had. */
final class SharedMessagesTest {
  private static final long POOL = 5;

  /** Gets the same answer to everything, and cannot rebuild any value. */
  private static final class Answering implements SharedClient.Transport {
    private final SharedReply reply;
    private final SharedClient client = new SharedClient(this);

    Answering(SharedReply reply) {
      this.reply = reply;
    }

    @Override
    public Owner owner() {
      return Owner.PROCESS;
    }

    @Override
    public boolean isOver(Owner owner) {
      return false;
    }

    @Override
    public void send(
        Owner owner, long requestId, long objectId, SharedOperation operation, String place) {
      client.answered(requestId, reply);
    }

    @Override
    public void withdraw(long requestId) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void addsWait() {}

    @Override
    public byte[] encode(Object value) {
      return new byte[0];
    }

    @Override
    public Object decode(byte[] value) {
      throw new IllegalStateException("there is no class Job");
    }
  }

  private static String messageOf(SharedReply reply) {
    SharedReference reference = new SharedReference(SharedReference.Kind.QUEUE, POOL, 7, "jobs");
    SharedQueue<?> queue = (SharedQueue<?>) reference.handle(new Answering(reply).client);
    return String.valueOf(assertThrows(IllegalStateException.class, queue::take).getMessage());
  }

  @Test
  void closedObjectForeignObjectAndEndedPoolAreToldApart() {
    assertEquals(
        "The queue 'jobs' is closed: close it when no task needs it any more",
        messageOf(new SharedReply.Gone(POOL)));
    assertEquals(
        "The queue 'jobs' belongs to another pool: use it only in the program and in tasks of the"
            + " pool that created it",
        messageOf(new SharedReply.Gone(POOL + 1)));
    assertEquals(
        "The pool of the queue 'jobs' has ended: read what is needed of it before the pool is"
            + " closed",
        messageOf(new SharedReply.PoolEnded()));
  }

  @Test
  void itemThatCannotBeRebuiltIsSaidToBeLost() {
    assertEquals(
        "An item that was taken from the queue 'jobs' is lost: there is no class Job",
        messageOf(new SharedReply.Value(new byte[] {1})));
  }
}
