package dev.procession.process.thread;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Signals through {@code sun.misc.Signal}.
 *
 * <p>A shutdown hook would need no internal class, but the JVM blocks a second signal until all
 * hooks have ended. The class is in {@code jdk.unsupported}, meant for exactly this, and is reached
 * by name because javac warns of it in a way that cannot be suppressed.
 */
public final class Signals {
  private Signals() {}

  /**
   * Has signals of one kind handled. Where the class is missing, or the JVM runs with {@code -Xrs},
   * they go on to end the JVM. A process that was started with the signal ignored goes on ignoring
   * it.
   *
   * @param name without {@code SIG}
   * @param first called for the first
   * @param later called for each that follows
   */
  public static void onFirst(String name, Runnable first, Runnable later) {
    AtomicBoolean again = new AtomicBoolean();
    InvocationHandler onSignal =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                (again.getAndSet(true) ? later : first).run();
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "SIG" + name;
            };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      // The JVM's own handling remains.
    }
  }
}
