package dev.procession;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Detects virtual threads, on any JDK. */
final class VirtualThreads {
  private static final Optional<MethodHandle> IS_VIRTUAL = isVirtual();

  private VirtualThreads() {}

  /** Empty on a JDK before 21. */
  private static Optional<MethodHandle> isVirtual() {
    try {
      MethodType type = MethodType.methodType(boolean.class);
      return Optional.of(MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", type));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return Optional.empty();
    }
  }

  static boolean isVirtual(Thread thread) {
    try {
      return IS_VIRTUAL.isPresent() && (boolean) IS_VIRTUAL.get().invokeExact(thread);
    } catch (RuntimeException | Error e) {
      // Such as a StackOverflowError, which the caller has to see as what it is.
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("isVirtual() throws no checked exception", e);
    }
  }
}
