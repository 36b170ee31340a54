package dev.procession;

import dev.procession.protocol.StaysInProcess;
import dev.procession.protocol.shared.IsolatedCall;
import dev.procession.task.SerializableCallable;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Runs each call of an interface's method as a task, on an object that the worker has. */
@StaysInProcess(
    knownAs = ProcessPool.class,
    why =
        "it is an isolated object, whose calls this process converts to tasks; call it here, or"
            + " use pool.perWorker(...) in tasks")
final class Isolation implements InvocationHandler {
  private static final Object[] NOTHING = {};

  private final ProcessPool pool;
  private final Class<?> type;
  private final SerializableCallable<?> factory;

  private final LongConsumer closing;

  /** Drawn at random: the object's number in each worker. */
  private final long id = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;

  /** Guarded by this, like what follows. */
  private int calls;

  private boolean closed;

  private Isolation(
      ProcessPool pool, Class<?> type, SerializableCallable<?> factory, LongConsumer closing) {
    this.pool = pool;
    this.type = type;
    this.factory = factory;
    this.closing = closing;
  }

  /**
   * Makes the object that stands for those in the workers.
   *
   * @param closing closes those of a number in all workers
   */
  static <T> T isolate(
      ProcessPool pool,
      Class<T> type,
      SerializableCallable<? extends T> factory,
      LongConsumer closing) {
    Objects.requireNonNull(factory, "factory");
    check(type);
    Isolation isolation = new Isolation(pool, type, factory, closing);
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, isolation));
  }

  private static void check(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation() || type.isSealed() || type.isHidden()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is not an interface that other classes can implement, so it cannot be"
              + " isolated: declare the methods you need in an interface, and let the object"
              + " implement it");
    }
    for (Method method : type.getMethods()) {
      for (Class<?> parameter : method.getParameterTypes()) {
        if (isCallback(parameter) && Modifier.isAbstract(method.getModifiers())) {
          throw new IllegalArgumentException(
              ("%s.%s takes a %s, which cannot be called back from another process: return the"
                      + " value that it would receive, or take a Serializable function, which then"
                      + " runs in the worker")
                  .formatted(type.getName(), method.getName(), parameter.getName()));
        }
      }
    }
  }

  /** An interface with one method, other than those of values: Iterable, Comparable and so on. */
  private static boolean isCallback(Class<?> parameter) {
    if (!parameter.isInterface() || Serializable.class.isAssignableFrom(parameter)) {
      return false;
    }
    if (parameter.isAnnotationPresent(FunctionalInterface.class)) {
      return true;
    }
    boolean isOfTheJdk = parameter.getClassLoader() == null;
    return !isOfTheJdk
        && Arrays.stream(parameter.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .count()
            == 1;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method.getName(), arguments == null ? NOTHING : arguments);
    }
    if (proxy instanceof AutoCloseable
        && method.getName().equals("close")
        && method.getParameterCount() == 0) {
      close();
      return null;
    }
    if (method.isDefault() && takesCallback(method)) {
      return runHere(proxy, method, arguments == null ? NOTHING : arguments);
    }
    begin();
    try {
      return call(method, arguments == null ? NOTHING : arguments);
    } finally {
      end();
    }
  }

  private static boolean takesCallback(Method method) {
    return Arrays.stream(method.getParameterTypes()).anyMatch(Isolation::isCallback);
  }

  /** The method's own code, which calls others of the proxy. */
  private static @Nullable Object runHere(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    Class<?> type = method.getDeclaringClass();
    if (Modifier.isPublic(type.getModifiers())) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
        .unreflectSpecial(method, type)
        .bindTo(proxy)
        .invokeWithArguments(arguments);
  }

  private synchronized void begin() {
    if (closed) {
      throw new IllegalStateException("This isolated " + type.getName() + " has been closed");
    }
    calls++;
  }

  private synchronized void end() {
    calls--;
    closeUnused();
  }

  private synchronized void close() {
    if (!closed) {
      closed = true;
      closeUnused();
    }
  }

  /** Not before the last call has ended, which would make another instance. */
  private void closeUnused() {
    if (closed && calls == 0) {
      closing.accept(id);
    }
  }

  private Object ofObject(Object proxy, String method, @Nullable Object[] arguments) {
    return switch (method) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "Isolated[" + type.getName() + "]";
    };
  }

  private String nameOf(Method method) {
    String name = type.getSimpleName() + "." + method.getName();
    return name.substring(0, Math.min(name.length(), TaskOptions.MAX_NAME_CHARS));
  }

  private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
    CompletableFuture<@Nullable Object> result =
        pool.submit(
            new IsolatedCall(
                id, factory, type, method.getName(), method.getParameterTypes(), arguments),
            TaskOptions.defaults().name(nameOf(method)));
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (InterruptedException e) {
      result.cancel(true);
      if (Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for " + method);
    }
  }
}
