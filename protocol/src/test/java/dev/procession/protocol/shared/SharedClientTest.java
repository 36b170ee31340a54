package dev.procession.protocol.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.protocol.SharedOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedClientTest {
  /** Nobody else may get what a thread has asked for that does not wait any more. */
  @Test
  void requestOfThreadThatIsStoppedIsWithdrawn() {
    Silent coordinator = new Silent();
    SharedClient client = new SharedClient(coordinator);
    SharedReference lock = new SharedReference(SharedReference.Kind.LOCK, 1, 2, "lock");
    Thread.currentThread().interrupt();

    assertThrows(
        Stopped.class, () -> client.ask(Owner.PROCESS, lock, new SharedOperation.Await(0)));

    assertEquals(List.of(1L), coordinator.withdrawn);
  }

  /** As the error by which JShell stops a thread. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Does not answer, and stops the thread that looks whether to wait on. */
  private static final class Silent implements SharedClient.Transport {
    private final List<Long> withdrawn = new ArrayList<>();

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
        Owner owner, long requestId, long objectId, SharedOperation operation, String place) {}

    @Override
    public void withdraw(long requestId) {
      withdrawn.add(requestId);
    }

    @Override
    public boolean isCancelled() {
      throw new Stopped();
    }

    @Override
    public void addsWait() {}

    @Override
    public byte[] encode(Object value) {
      throw new AssertionError();
    }

    @Override
    public Object decode(byte[] value) {
      throw new AssertionError();
    }
  }
}
