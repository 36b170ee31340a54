package dev.procession.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * {@code package.Class::method}, found again by name in the worker: no code travels, and the class
 * is initialized in the workers only.
 */
final class MethodFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final String className;
  private final String methodSignature;
  private final String itemTypeName;
  private final boolean returnsNothing;

  /** Made in the worker, on the first item, by the thread that runs the task. */
  private transient @Nullable MethodHandle handle;

  MethodFunction(Class<?> owner, Method method, Class<?> itemType) {
    this.className = owner.getName();
    this.methodSignature = signatureOf(method);
    this.itemTypeName = itemType.getName();
    this.returnsNothing = method.getReturnType() == void.class;
  }

  @Override
  protected Class<?> itemType() {
    return TypeNames.resolve(itemTypeName, workersLoader())
        .orElseThrow(() -> new NoSuchElementException("No class " + itemTypeName));
  }

  @Override
  protected boolean returnsNothing() {
    return returnsNothing;
  }

  @Override
  protected @Nullable Object call(@Nullable Object item) throws Exception {
    MethodHandle known = handle;
    if (known == null) {
      known = find();
      handle = known;
    }
    try {
      return (Object) known.invokeExact(item);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name and the parameters of {@code method}, which tell overloads apart. */
  static String signatureOf(Method method) {
    StringBuilder parameters = new StringBuilder();
    for (Class<?> parameter : method.getParameterTypes()) {
      parameters.append(parameters.length() == 0 ? "" : ", ").append(parameter.getTypeName());
    }
    return method.getName() + "(" + parameters + ")";
  }

  /** The type of the item that {@code method} takes: its parameter, or else its receiver. */
  static Class<?> itemTypeOf(Class<?> owner, Method method) {
    return Modifier.isStatic(method.getModifiers()) ? method.getParameterTypes()[0] : owner;
  }

  /** Where --type has not narrowed it, what the method declares. */
  @Override
  protected Type itemForm() throws Exception {
    Method method = method();
    Class<?> type = itemType();
    boolean declared =
        Modifier.isStatic(method.getModifiers()) && method.getParameterTypes()[0] == type;
    return declared ? method.getGenericParameterTypes()[0] : type;
  }

  private MethodHandle find() throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .unreflect(method())
        .asType(MethodType.methodType(Object.class, Object.class));
  }

  private Method method() throws ReflectiveOperationException {
    Class<?> owner = Class.forName(className, true, workersLoader());
    return MethodSource.methodsOf(owner)
        .filter(candidate -> signatureOf(candidate).equals(methodSignature))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchMethodException(
                    "The worker has no " + className + "::" + methodSignature));
  }

  private static ClassLoader workersLoader() {
    return Thread.currentThread().getContextClassLoader();
  }
}
