package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.Trip;
import dev.procession.task.SerializableCallable;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What one would like to send, and for which there is better advice than to make it copyable. */
class StaysInProcessTest {
  private final Trip trip = new Trip();

  interface Known {}

  @StaysInProcess(knownAs = Known.class, why = "it is for here only")
  static final class Internal implements Known {
    final Object lock = new Thread();
  }

  @Test
  void whatIsMeantToStayIsNamedAsItsUsersKnowItAndNotByWhatIsInIt() {
    Known known = new Internal();
    SerializableCallable<Object> task = () -> known;

    EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(task));

    assertEquals(Known.class.getName(), e.className());
    assertTrue(e.path().endsWith(".captured[0]"), e.path());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.endsWith("(" + Known.class.getName() + "): it is for here only"), message);
  }

  @Test
  void executorsAndFuturesAreRefusedAsSuch() {
    ExecutorService executor = new ForkJoinPool(1);
    CompletableFuture<Integer> future = CompletableFuture.completedFuture(1);

    EncodingException ofExecutor =
        assertThrows(EncodingException.class, () -> trip.encoder.add(List.of(executor)));
    EncodingException ofFuture =
        assertThrows(EncodingException.class, () -> trip.encoder.add(List.of(future)));
    executor.shutdown();

    assertTrue(String.valueOf(ofExecutor.getMessage()).contains("belongs to this process"));
    assertTrue(String.valueOf(ofFuture.getMessage()).contains("send the value that"));
  }

  @Test
  void formatterThatIsNoConstantIsRefusedWithWhatToDo() {
    DateTimeFormatter made = DateTimeFormatter.ofPattern("uuuu");

    EncodingException e =
        assertThrows(EncodingException.class, () -> trip.encoder.add(List.of(made)));

    assertTrue(String.valueOf(e.getMessage()).contains("keep them in a static field"));
  }
}
