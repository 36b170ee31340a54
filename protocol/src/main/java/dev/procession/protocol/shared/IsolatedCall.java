package dev.procession.protocol.shared;

import dev.procession.task.SerializableCallable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method of an object that each worker has.
 *
 * @param id the number of the object
 * @param factory makes it; a component of its own, so that its class loader is found
 * @param type the interface that has the method
 * @param arguments of the method
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record IsolatedCall(
    long id,
    SerializableCallable<?> factory,
    Class<?> type,
    String method,
    Class<?>[] parameterTypes,
    @Nullable Object[] arguments)
    implements SerializableCallable<@Nullable Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Object call() throws Exception {
    Object target = new PerWorkerReference<Object>(id, factory).get(type.getSimpleName());
    Method called = type.getMethod(method, parameterTypes);
    // The interface need not be public.
    called.trySetAccessible();
    try {
      return called.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
