package dev.procession.worker;

import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.codec.WithVariables;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableConsumer;
import dev.procession.task.SerializableFunction;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A defined function, ready to be applied to decoded items. */
@FunctionalInterface
interface TaskFunction {

  /** Runs the user's code for one item. */
  @Nullable Object apply(@Nullable Object item) throws Throwable;

  /**
   * Creates the function of a definition.
   *
   * @param kind how it is applied
   * @param function the decoded object
   * @throws ClassCastException if the object does not match its kind
   */
  @SuppressWarnings({
    "unchecked",
    "NullAway"
  }) // The caller decides about the types of items, including null.
  static TaskFunction of(FunctionKind kind, @Nullable Object function) {
    if (kind == FunctionKind.CALL) {
      return TaskFunction::call;
    }
    if (function == null) {
      throw new ClassCastException("null is not a function of kind " + kind);
    }
    return switch (kind) {
      case FUNCTION -> ((SerializableFunction<@Nullable Object, @Nullable Object>) function)::apply;
      case BI_FUNCTION -> {
        var ofTwo =
            (SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) function;
        yield item -> applyToPair(ofTwo, item);
      }
      case INITIALIZER -> {
        Runnable initializer = (Runnable) function;
        yield item -> {
          initializer.run();
          return null;
        };
      }
      case CONSUMER -> {
        var consumer = (SerializableConsumer<@Nullable Object>) function;
        yield item -> {
          consumer.accept(item);
          return null;
        };
      }
      case CALL -> throw new AssertionError(kind);
    };
  }

  private static @Nullable Object applyToPair(
      SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object> function,
      @Nullable Object item)
      throws Exception {
    if (item instanceof @Nullable Object[] pair && pair.length == 2) {
      return function.apply(pair[0], pair[1]);
    }
    throw new AssertionError(
        "a function of two arguments received an item that is not a pair: " + item);
  }

  private static @Nullable Object call(@Nullable Object task) throws Exception {
    if (task instanceof WithVariables with) {
      return call(with.setIn(Thread.currentThread().getContextClassLoader()));
    }
    if (task instanceof Callable<?> callable) {
      return callable.call();
    }
    if (task instanceof Runnable runnable) {
      runnable.run();
      return null;
    }
    throw new AssertionError("an item to be called is neither Callable nor Runnable: " + task);
  }
}
