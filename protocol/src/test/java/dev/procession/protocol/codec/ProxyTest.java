package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workers look for classes with a loader of their own, which has not defined the interfaces. */
class ProxyTest {
  private final ClassLoader child = new ClassLoader(ProxyTest.class.getClassLoader()) {};
  private final Trip trip = new Trip(Trip.MAX_ITEM_BYTES, child);

  /** Not public, so only its own loader may define its proxies. */
  interface Greeter extends Comparator<String> {
    String greet(String name);
  }

  private static final class Handler implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
      return method.getName().equals("greet")
          ? "hello, " + arguments[0]
          : ((String) arguments[0]).compareTo((String) arguments[1]);
    }
  }

  private static Greeter greeter() {
    return (Greeter)
        Proxy.newProxyInstance(
            ProxyTest.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler());
  }

  @Test
  void interfaceThatIsNotPublicIsWhereItWasDefined() throws Exception {
    assertEquals("hello, Ada", trip.value(greeter()).greet("Ada"));
  }

  @Test
  void interfaceThatIsNotPublicIsWhereItWasDefinedWithinJavaSerialization() throws Exception {
    TreeSet<String> set = new TreeSet<>(greeter());
    set.addAll(List.of("b", "a"));
    // A view that only Java serialization can carry.
    Object carried = java.util.Collections.checkedSortedSet(set, String.class);

    assertEquals(List.of("a", "b"), new ArrayList<>((java.util.Collection<?>) trip.value(carried)));
  }
}
