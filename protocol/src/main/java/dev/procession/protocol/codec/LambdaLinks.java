package dev.procession.protocol.codec;

import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lambdas of one class again from what they say about themselves.
 *
 * <p>Javac's own way back, {@code $deserializeLambda$}, knows each lambda of the class, and gives
 * none that is not in it. But it does not compare the type that the functional interface was
 * instantiated with, so of two references to the same method, one for integers and one for strings,
 * it always gives the first. Where that happened, what it gave is linked anew with the right type,
 * like it in all else.
 *
 * <p>Safe for use by many threads.
 */
final class LambdaLinks {
  /** More than any class has that was written by people. */
  private static final int MAX_RELINKED = 1000;

  private static final ClassValue<LambdaLinks> OF =
      new ClassValue<>() {
        @Override
        protected LambdaLinks computeValue(Class<?> type) {
          return new LambdaLinks(type);
        }
      };

  /**
   * All that tells two lambdas of a class apart, but for what they captured. A list, because the
   * methods that compare records are made when they are first called, by code that has to be made
   * first: a tenth of a worker's start.
   */
  private static List<Object> kind(SerializedLambda lambda) {
    return List.of(
        lambda.getFunctionalInterfaceClass(),
        lambda.getFunctionalInterfaceMethodName(),
        lambda.getFunctionalInterfaceMethodSignature(),
        lambda.getImplMethodKind(),
        lambda.getImplClass(),
        lambda.getImplMethodName(),
        lambda.getImplMethodSignature(),
        lambda.getInstantiatedMethodType());
  }

  /** One way to make a lambda from its description. */
  private interface Link {
    @Nullable Object make(SerializedLambda lambda) throws Throwable;
  }

  private final Class<?> capturing;
  private final Method deserialize;
  private final ConcurrentHashMap<List<Object>, Link> links = new ConcurrentHashMap<>();

  private LambdaLinks(Class<?> capturing) {
    this.capturing = capturing;
    this.deserialize = LambdaForm.method(capturing, "$deserializeLambda$", SerializedLambda.class);
  }

  /**
   * The lambda that was described.
   *
   * @param capturing the class that it is written in, from the loader that it shall come from
   */
  static Object link(Class<?> capturing, SerializedLambda lambda) {
    String what = "a lambda of " + capturing.getName();
    try {
      Object made = OF.get(capturing).make(lambda);
      if (made == null) {
        throw new Misread(what + " came out as null", capturing.getName(), null);
      }
      return made;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Misread(
          what + " cannot be linked; is it the same version of the class on both sides? " + cause,
          capturing.getName(),
          cause);
    } catch (Misread | VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new Misread(what + " cannot be linked: " + e, capturing.getName(), e);
    }
  }

  private @Nullable Object make(SerializedLambda lambda) throws Throwable {
    List<Object> kind = kind(lambda);
    Link known = links.get(kind);
    if (known != null) {
      return known.make(lambda);
    }
    Object twin = javacsOwn(lambda);
    if (twin == null) {
      return null;
    }
    String instantiated = LambdaForm.describe(twin).getInstantiatedMethodType();
    boolean right = instantiated.equals(lambda.getInstantiatedMethodType());
    Link link = right ? this::javacsOwn : relinked(lambda, twin.getClass());
    if (links.size() < MAX_RELINKED) {
      links.put(kind, link);
    }
    return right ? twin : link.make(lambda);
  }

  private @Nullable Object javacsOwn(SerializedLambda lambda) throws ReflectiveOperationException {
    return deserialize.invoke(null, lambda);
  }

  /** A way to make lambdas like {@code twin} but for the instantiated type. */
  private Link relinked(SerializedLambda lambda, Class<?> twin) throws Throwable {
    MethodHandles.Lookup inside = Insider.of(capturing);
    MethodHandle implementation = implementation(inside, lambda);
    int count = lambda.getCapturedArgCount();
    List<Class<?>> captured = implementation.type().parameterList().subList(0, count);
    Class<?> functional = load(lambda.getFunctionalInterfaceClass());
    MethodType erased = type(lambda.getFunctionalInterfaceMethodSignature());
    String method = lambda.getFunctionalInterfaceMethodName();
    List<Class<?>> markers = new ArrayList<>(List.of(twin.getInterfaces()));
    markers.removeAll(List.of(functional, Serializable.class));
    List<MethodType> bridges = bridges(twin, method, erased);

    List<Object> arguments = new ArrayList<>();
    arguments.add(erased);
    arguments.add(implementation);
    arguments.add(type(lambda.getInstantiatedMethodType()));
    arguments.add(
        LambdaMetafactory.FLAG_SERIALIZABLE
            | LambdaMetafactory.FLAG_MARKERS
            | LambdaMetafactory.FLAG_BRIDGES);
    arguments.add(markers.size());
    arguments.addAll(markers);
    arguments.add(bridges.size());
    arguments.addAll(bridges);
    MethodHandle factory =
        LambdaMetafactory.altMetafactory(
                inside, method, MethodType.methodType(functional, captured), arguments.toArray())
            .getTarget()
            .asSpreader(Object[].class, count)
            .asType(MethodType.methodType(Object.class, Object[].class));
    return again -> (Object) factory.invokeExact(LambdaForm.captured(again));
  }

  private static List<MethodType> bridges(Class<?> twin, String name, MethodType erased) {
    List<MethodType> bridges = new ArrayList<>();
    for (Method method : twin.getDeclaredMethods()) {
      MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      if (method.getName().equals(name) && !type.equals(erased)) {
        bridges.add(type);
      }
    }
    return bridges;
  }

  private MethodHandle implementation(MethodHandles.Lookup inside, SerializedLambda lambda)
      throws ReflectiveOperationException {
    Class<?> owner = load(lambda.getImplClass());
    String name = lambda.getImplMethodName();
    MethodType type = type(lambda.getImplMethodSignature());
    MethodHandle found =
        switch (lambda.getImplMethodKind()) {
          case MethodHandleInfo.REF_invokeStatic -> inside.findStatic(owner, name, type);
          case MethodHandleInfo.REF_newInvokeSpecial -> inside.findConstructor(owner, type);
          case MethodHandleInfo.REF_invokeSpecial ->
              inside.findSpecial(owner, name, type, capturing);
          default -> inside.findVirtual(owner, name, type);
        };
    return found.asFixedArity();
  }

  private Class<?> load(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'), false, capturing.getClassLoader());
  }

  private MethodType type(String descriptor) {
    return MethodType.fromMethodDescriptorString(descriptor, capturing.getClassLoader());
  }
}
