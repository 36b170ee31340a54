package dev.procession.cli.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls a program's {@code main}, which is then the lowest frame of all stack traces, as it is
 * where {@code java} calls it.
 *
 * <p>Of this class there are only instances of a hidden copy, because a JVM does not show the
 * frames of hidden classes.
 */
final class MainThread extends Thread {
  private final MethodHandle main;
  private final String[] arguments;
  private final Consumer<Optional<Throwable>> afterwards;

  /** Not private: the hidden copy is no nest mate of this class. */
  MainThread(
      ThreadGroup group,
      MethodHandle main,
      String[] arguments,
      Consumer<Optional<Throwable>> afterwards) {
    super(group, "main");
    this.main = main;
    this.arguments = arguments;
    this.afterwards = afterwards;
  }

  /**
   * A thread that is not started yet.
   *
   * @param main what it calls, made accessible
   * @param afterwards runs when it has ended, with what it threw
   */
  static Thread of(
      ThreadGroup group,
      Method main,
      String[] arguments,
      Consumer<Optional<Throwable>> afterwards) {
    try {
      MethodHandle handle = MethodHandles.lookup().unreflect(main);
      return (Thread) Hidden.CONSTRUCTOR.newInstance(group, handle, arguments, afterwards);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("main is accessible, and the constructor only sets fields", e);
    }
  }

  @Override
  public void run() {
    Optional<Throwable> thrown = Optional.empty();
    try {
      main.invokeExact(arguments);
    } catch (Throwable e) {
      thrown = Optional.of(e);
    }
    afterwards.accept(thrown);
  }

  /** The copy; apart, because the copy has the initializer of this class too. */
  private static final class Hidden {
    static final Constructor<?> CONSTRUCTOR = constructor();

    private static Constructor<?> constructor() {
      String file = MainThread.class.getSimpleName() + ".class";
      try (InputStream in = MainThread.class.getResourceAsStream(file)) {
        byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
        Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
        return hidden.getDeclaredConstructor(
            ThreadGroup.class, MethodHandle.class, String[].class, Consumer.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("It is this class", e);
      }
    }
  }
}
