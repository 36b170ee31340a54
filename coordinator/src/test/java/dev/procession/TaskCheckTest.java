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

class TaskCheckTest {
  @Test
  void aSerializableTaskIsAdmittedWhateverItsStaticType() {
    SerializableCallable<Integer> task = () -> 42;
    Callable<Integer> plain = task;

    assertDoesNotThrow(() -> check(plain));
  }

  @Test
  void aPlainLambdaIsRefusedAsWhatItIs() {
    Callable<Integer> task = () -> 42;

    var error = refusal(task, TaskCheck.Entry.SINGLE);

    assertEquals(SerializationException.Leg.ENCODING_TASK, error.leg());
    assertEquals(Optional.of(task.getClass().getName()), error.className());
    assertEquals(OptionalLong.empty(), error.index());
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "The task could not be encoded for a worker: it is a lambda or method reference"
                    + " that was typed as a plain Callable, and Java makes one serializable only"
                    + " where it is typed so: declare the pool as ProcessPool"),
        error.getMessage());
  }

  @Test
  void aPlainLambdaWithAResultIsRefusedWithTheCastAndTheCallable() {
    Runnable task = () -> {};

    var error = refusal(task, TaskCheck.Entry.WITH_RESULT);

    assertTrue(error.getMessage().contains("typed as a plain Runnable"), error.getMessage());
    assertTrue(
        error.getMessage().contains("pool.submit((SerializableRunnable) () -> ..., result)"),
        error.getMessage());
    assertTrue(
        error.getMessage().contains("a SerializableCallable that returns the result"),
        error.getMessage());
  }

  @Test
  void aPlainLambdaAmongOthersIsRefusedWithTheTypeOfTheList() {
    Callable<Integer> task = () -> 1;

    var error = refusal(task, TaskCheck.Entry.TOGETHER);

    assertTrue(
        error.getMessage().contains("List.<SerializableCallable<Integer>>of(() -> 1, () -> 2)"),
        error.getMessage());
    assertTrue(
        error.getMessage().contains("(SerializableCallable<Integer>) () -> 1"), error.getMessage());
  }

  @Test
  void aClassIsRefusedWithTheTypeToImplement() {
    final class Plain implements Runnable {
      @Override
      public void run() {}
    }

    var error = refusal(new Plain(), TaskCheck.Entry.TOGETHER);

    assertTrue(error.getMessage().contains("implement SerializableRunnable"), error.getMessage());
  }

  @Test
  void theTaskOfSupplyAsyncIsRefusedAlthoughItsClassIsSerializable() {
    var error =
        assertThrows(
            SerializationException.class,
            () -> CompletableFuture.supplyAsync(() -> 1, TaskCheckTest::check).join());

    assertTrue(error.getMessage().contains("the CompletableFuture that pool.submit(...) returns"));
  }

  @Test
  void theTaskOfACompletionServiceIsRefusedWithWhatToSubmit() {
    var service = new ExecutorCompletionService<Integer>(TaskCheckTest::check);

    var error = assertThrows(SerializationException.class, () -> service.submit(() -> 1));

    assertTrue(error.getMessage().contains("submit the task inside it"), error.getMessage());
  }

  @Test
  void aThreadIsRefusedWithWhatToSubmit() {
    Runnable thread = new Thread(() -> {});

    var error = refusal(thread, TaskCheck.Entry.SINGLE);

    assertTrue(error.getMessage().contains("submit the code that it runs"), error.getMessage());
    assertEquals(Optional.of("java.lang.Thread"), error.className());
  }

  private static void check(Object task) {
    TaskCheck.check(task, TaskCheck.Entry.SINGLE);
  }

  private static SerializationException refusal(Object task, TaskCheck.Entry entry) {
    return assertThrows(SerializationException.class, () -> TaskCheck.check(task, entry));
  }
}
