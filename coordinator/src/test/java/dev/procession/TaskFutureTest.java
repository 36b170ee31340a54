package dev.procession;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskFutureTest {
  static Throwable[] thrown() {
    return new Throwable[] {
      new IOException("checked"),
      new CancellationException("of the task's own making"),
      new CompletionException(new IOException("inside")),
      new StackOverflowError()
    };
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whatTheTaskThrewIsTheCauseWhateverItIs(Throwable thrown) {
    TaskFuture<String> future = new TaskFuture<>();

    future.taskThrew(thrown);

    assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    assertFalse(future.isCancelled());
  }
}
