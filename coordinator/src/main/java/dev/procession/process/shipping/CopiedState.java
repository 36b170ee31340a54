package dev.procession.process.shipping;

import dev.procession.protocol.codec.WithVariables;
import dev.procession.task.SharedLock;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a task has captured that threads use to share something with each other. Workers get
 * copies, which share nothing.
 */
final class CopiedState {
  private static final ClassValue<Boolean> IS_SHARED_BY_THREADS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          if (SharedLock.class.isAssignableFrom(type)) {
            // A handle, whose lock is one for all workers.
            return false;
          }
          return type.getPackageName().equals("java.util.concurrent.atomic")
              || List.of(
                      BlockingQueue.class,
                      ConcurrentLinkedQueue.class,
                      ConcurrentLinkedDeque.class,
                      CountDownLatch.class,
                      Semaphore.class,
                      Lock.class,
                      ReadWriteLock.class,
                      StampedLock.class)
                  .stream()
                  .anyMatch(shared -> shared.isAssignableFrom(type));
        }
      };

  private CopiedState() {}

  /**
   * Describes what a task has captured.
   *
   * @param variables those of JShell that it reads
   * @return for people, such as {@code counter (an AtomicInteger) at Demo.java:12}
   */
  static List<String> of(Object task, List<WithVariables.Variable> variables) {
    List<String> found = new ArrayList<>();
    Field[] captured = LoaderChoice.fields(task.getClass());
    for (Field field : captured) {
      Object value = LoaderChoice.valueOf(field, task);
      if (isShared(value)) {
        found.add(described(task, field, value));
      }
    }
    for (WithVariables.Variable variable : variables) {
      if (isShared(variable.value())) {
        found.add(variable.name() + " (" + typed(variable.value()) + ")");
      }
    }
    return found;
  }

  private static boolean isShared(@Nullable Object value) {
    return value != null && IS_SHARED_BY_THREADS.get(value.getClass());
  }

  private static String typed(@Nullable Object value) {
    String type = value == null ? "" : value.getClass().getSimpleName();
    return (type.matches("[AEIOU].*") ? "an " : "a ") + type;
  }

  private static String described(Object task, Field field, @Nullable Object value) {
    if (!task.getClass().isHidden()) {
      return field.getName() + " (" + typed(value) + ") in " + task.getClass().getName();
    }
    Optional<SerializedLambda> lambda = lambda(task);
    Optional<ClassFile> file = ClassFile.of(task.getClass().getNestHost());
    Optional<ClassFile.Method> body =
        lambda.flatMap(
            l -> file.flatMap(f -> f.method(l.getImplMethodName(), l.getImplMethodSignature())));
    String name =
        body.map(method -> method.variables().get(slot(task, field)))
            .map(known -> known + " (" + typed(value) + ")")
            .orElse(typed(value));
    int line = body.map(ClassFile.Method::firstLine).orElse(0);
    String place = task.getClass().getNestHost().getName();
    return name + " in " + place + (line > 0 ? ", line " + line : "");
  }

  /**
   * What is captured comes first among the parameters of a lambda's body. One that captures {@code
   * this} has it in its first field and in its first slot.
   */
  private static int slot(Object task, Field field) {
    int slot = 0;
    for (Field before : task.getClass().getDeclaredFields()) {
      if (before.equals(field)) {
        break;
      }
      boolean isWide = before.getType() == long.class || before.getType() == double.class;
      slot += isWide ? 2 : 1;
    }
    return slot;
  }

  /** What a lambda says of itself; empty for other objects. */
  static Optional<SerializedLambda> lambda(Object task) {
    try {
      Method replace = task.getClass().getDeclaredMethod("writeReplace");
      return replace.trySetAccessible() && replace.invoke(task) instanceof SerializedLambda lambda
          ? Optional.of(lambda)
          : Optional.empty();
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
