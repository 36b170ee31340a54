package dev.procession.cli.function;

import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.TypeNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A static method without parameters, found by name in the worker. */
final class MethodInit extends WorkerInit {
  private static final long serialVersionUID = 1L;

  private final String className;
  private final String methodName;

  private MethodInit(String className, String methodName) {
    this.className = className;
    this.methodName = methodName;
  }

  /**
   * The method that {@code text} names.
   *
   * @throws UsageException if there is none
   */
  static MethodInit of(String text, UserClassPath classes) {
    int colons = text.indexOf("::");
    String className = text.substring(0, colons);
    String name = text.substring(colons + 2);
    Class<?> owner =
        TypeNames.resolve(className, classes.loader())
            .orElseThrow(
                () ->
                    new UsageException(
                        "--init: there is no class " + className + classes.searched()));
    if (candidates(owner).noneMatch(method -> method.getName().equals(name))) {
      throw new UsageException("--init: " + noCandidate(owner, name));
    }
    return new MethodInit(owner.getName(), name);
  }

  @Override
  protected void prepare() throws Exception {
    Class<?> owner = Class.forName(className, true, Thread.currentThread().getContextClassLoader());
    Method method = owner.getDeclaredMethod(methodName);
    method.setAccessible(true);
    try {
      method.invoke(null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  private static Stream<Method> candidates(Class<?> owner) {
    return Stream.of(owner.getDeclaredMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
        .filter(Method::trySetAccessible);
  }

  private static String noCandidate(Class<?> owner, String name) {
    String known =
        candidates(owner).map(Method::getName).sorted().collect(Collectors.joining(", "));
    return owner.getName()
        + " has no static method "
        + name
        + " without parameters"
        + (known.isEmpty() ? "" : "; it has " + known);
  }
}
