package dev.procession.integration;

import dev.procession.ProcessPool;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands one pool of two workers to all tests of a class, and closes it after the last one. */
public final class SharedPool implements ParameterResolver, AfterAllCallback {
  private static final Namespace OWN = Namespace.create(SharedPool.class);
  private static final int WORKERS = 2;

  /** Short: tasks that spin are what the tests cancel. */
  private static final Duration GRACE = Duration.ofMillis(200);

  static boolean isUsedIn(Class<?> testClass) {
    return Arrays.stream(testClass.getAnnotationsByType(ExtendWith.class))
        .anyMatch(extension -> Arrays.asList(extension.value()).contains(SharedPool.class));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ProcessPool.class;
  }

  @Override
  public ProcessPool resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext ofClass = context.getParent().orElseThrow();
    return ofClass.getStore(OWN).getOrComputeIfAbsent("pool", key -> create(), ProcessPool.class);
  }

  private static ProcessPool create() {
    return ProcessPool.builder().workers(WORKERS).shutdownGrace(GRACE).build();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ProcessPool pool = context.getStore(OWN).remove("pool", ProcessPool.class);
    if (pool != null) {
      pool.close();
    }
  }
}
