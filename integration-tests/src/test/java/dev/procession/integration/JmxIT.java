package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pool's figures in JMX. */
final class JmxIT {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  /** Uses a pool; for a JVM without JMX. */
  static final class Squares {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.create(1)) {
        System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
      }
      System.out.println(ModuleLayer.boot().findModule("java.management").isPresent());
    }
  }

  @Test
  void beanSaysWhatThePoolDoesUntilItHasTerminated() throws Exception {
    ObjectName bean = new ObjectName("dev.procession:type=ProcessPool,name=prices");
    ObjectName namesake = new ObjectName("dev.procession:type=ProcessPool,name=prices-2");
    try (ProcessPool pool =
            ProcessPool.builder().workers(2).name("prices").registerMBeans(true).build();
        ProcessPool other =
            ProcessPool.builder().workers(1).name("prices").registerMBeans(true).build()) {
      pool.map(x -> x, List.of(1, 2, 3));

      assertEquals("prices", other.name());
      assertEquals(2, server.getAttribute(bean, "Workers"));
      assertEquals(3L, server.getAttribute(bean, "TasksCompleted"));
      assertEquals(0L, server.getAttribute(bean, "TasksQueued"));
      assertTrue((long) server.getAttribute(bean, "BytesSent") > 0);
      server.invoke(bean, "resize", new Object[] {3}, new String[] {"int"});
      assertEquals(3, pool.workers().size());
      assertEquals(0L, server.getAttribute(namesake, "TasksCompleted"));
    }
    assertFalse(server.isRegistered(bean));
    assertFalse(server.isRegistered(namesake));
  }

  @Test
  void poolsHaveNoBeanUnlessAsked() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).name("quiet").build()) {
      assertEquals("quiet", pool.name());
      assertEquals("ProcessPool[quiet]", pool.toString());
      assertFalse(
          server.isRegistered(new ObjectName("dev.procession:type=ProcessPool,name=quiet")));
    }
  }

  /** A server that takes no bean of ours, as one with rules of its own may do. */
  public static final class Refusing extends MBeanServerBuilder {
    /** Public and without parameters, for the JDK to make it. */
    public Refusing() {}

    @Override
    public MBeanServer newMBeanServer(
        String defaultDomain, @Nullable MBeanServer outer, MBeanServerDelegate delegate) {
      MBeanServer real = super.newMBeanServer(defaultDomain, outer, delegate);
      InvocationHandler refusal =
          (proxy, method, arguments) -> {
            if (method.getName().equals("registerMBean")
                && arguments[1].toString().startsWith("dev.procession")) {
              throw new MBeanRegistrationException(null, "refused");
            }
            try {
              return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          };
      return (MBeanServer)
          Proxy.newProxyInstance(
              Refusing.class.getClassLoader(), new Class<?>[] {MBeanServer.class}, refusal);
    }
  }

  /** Opens a pool whose bean is refused, and waits until nothing is left of it. */
  static final class Refused {
    public static void main(String[] arguments) throws Exception {
      try {
        ProcessPool.builder().workers(1).name("prices").registerMBeans(true).build();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      ProcessHandle self = ProcessHandle.current();
      await().atMost(Duration.ofSeconds(60)).until(() -> self.descendants().count() == 0);
      System.out.println("nothing left");
    }
  }

  @Tag("extended")
  @Test
  void poolWhoseBeanIsRefusedLeavesNothing() throws IOException {
    try (Jvm program =
        Jvm.startMain(
            List.of("-Djavax.management.builder.initial=" + Refusing.class.getName()),
            Refused.class)) {
      assertEquals(
          List.of("JMX does not take the bean of pool prices", "nothing left"),
          program.end().expect(0).lines());
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void poolWorksInARuntimeWithoutJmx() throws IOException {
    try (Jvm program =
        Jvm.startMain(List.of("--limit-modules", "java.base,jdk.unsupported"), Squares.class)) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("[1, 4, 9]", "false"), ended.lines());
    }
  }
}
