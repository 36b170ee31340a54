package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
    // It is told by a thread for callbacks.
    await().until(() -> !server.isRegistered(bean) && !server.isRegistered(namesake));
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

  @Test
  void poolWorksInARuntimeWithoutJmx() throws IOException {
    try (Jvm program =
        Jvm.startMain(List.of("--limit-modules", "java.base,jdk.unsupported"), Squares.class)) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("[1, 4, 9]", "false"), ended.lines());
    }
  }
}
