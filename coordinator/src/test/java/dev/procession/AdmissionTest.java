package dev.procession;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.task.SerializableCallable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  @Test
  void aSerializableTaskIsAdmittedWhateverItsStaticType() {
    SerializableCallable<Integer> task = () -> 42;
    Callable<Integer> plain = task;

    assertDoesNotThrow(() -> Admission.check(plain));
  }

  @Test
  void aPlainLambdaIsRefusedWithWhatToWrite() {
    Callable<Integer> task = () -> 42;

    var error = assertThrows(SerializationException.class, () -> Admission.check(task));

    assertEquals(SerializationException.Leg.ENCODING_TASK, error.leg());
    assertEquals(Optional.of(task.getClass().getName()), error.className());
    assertEquals(OptionalLong.empty(), error.index());
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "The task could not be encoded for a worker: its class is not serializable. A"
                    + " lambda is, where it is written as the argument of a method of"
                    + " ProcessPool"));
  }

  @Test
  void theTaskOfSupplyAsyncIsRefusedAlthoughItsClassIsSerializable() {
    var error =
        assertThrows(
            SerializationException.class,
            () -> CompletableFuture.supplyAsync(() -> 1, Admission::check).join());

    assertTrue(error.getMessage().contains("the CompletableFuture that pool.submit(...) returns"));
  }

  @Test
  void theTaskOfACompletionServiceIsRefusedWithWhatToSubmit() {
    var service = new ExecutorCompletionService<Integer>(Admission::check);

    var error = assertThrows(SerializationException.class, () -> service.submit(() -> 1));

    assertTrue(error.getMessage().contains("submit the task that is in it"), error.getMessage());
  }

  @Test
  void aThreadIsRefusedWithWhatToSubmit() {
    Runnable thread = new Thread(() -> {});

    var error = assertThrows(SerializationException.class, () -> Admission.check(thread));

    assertTrue(error.getMessage().contains("submit what it is to run"), error.getMessage());
    assertEquals(Optional.of("java.lang.Thread"), error.className());
  }
}
