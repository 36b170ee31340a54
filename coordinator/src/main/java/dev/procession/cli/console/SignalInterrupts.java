package dev.procession.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C through {@code sun.misc.Signal}: the first is reported, the second exits.
 *
 * <p>A shutdown hook would need no internal class, but the JVM blocks a second Ctrl-C until all
 * hooks have ended, and the second one must work at once. The class is in {@code jdk.unsupported},
 * meant for exactly this, and is reached by name because javac warns of it in a way that cannot be
 * suppressed. Where it is missing, or the JVM runs with {@code -Xrs}, Ctrl-C ends the JVM as usual,
 * also with 130. A process that was started with the signal ignored, as shells start background
 * jobs, goes on ignoring it.
 */
public final class SignalInterrupts implements InterruptSource {
  private final Runnable onSecond;

  public SignalInterrupts(Runnable onSecond) {
    this.onSecond = onSecond;
  }

  @Override
  public void onFirst(Runnable action) {
    AtomicBoolean again = new AtomicBoolean();
    InvocationHandler onSignal =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                (again.getAndSet(true) ? onSecond : action).run();
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "Ctrl-C";
            };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              SignalInterrupts.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
    } catch (ReflectiveOperationException e) {
      // The JVM's own handling remains: it exits with 130 at the first Ctrl-C, and so do the
      // workers.
    }
  }
}
