package dev.procession.cli.function;

import dev.procession.cli.item.TypeNames;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code package.Class::method}, found by name in the worker: no code is sent, and the class is
 * initialized only in workers.
 */
final class MethodFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final String className;
  private final String signature;
  private final String itemTypeName;
  private final boolean returnsNothing;

  /** Created in the worker, on the first item, by the thread that runs the task. */
  private transient @Nullable MethodHandle handle;

  MethodFunction(NamedMember member, Class<?> itemType) {
    this.className = member.owner().getName();
    this.signature = member.signature();
    this.itemTypeName = itemType.getName();
    this.returnsNothing = member.returnsNothing();
  }

  @Override
  protected Class<?> itemType() {
    return TypeNames.resolve(itemTypeName, workersLoader())
        .orElseThrow(() -> new NoSuchElementException("No class " + itemTypeName));
  }

  @Override
  protected Class<?>[] columnTypes() {
    try {
      return member().columnTypes();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean returnsNothing() {
    return returnsNothing;
  }

  @Override
  protected @Nullable Object call(@Nullable Object item) throws Exception {
    try {
      MethodHandle known = handle;
      if (known == null) {
        known = member().handle();
        handle = known;
      }
      return (Object) known.invokeExact(item);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The declared type, unless --type has narrowed it. */
  @Override
  protected Type itemForm() throws Exception {
    NamedMember member = member();
    Class<?> type = itemType();
    return member.itemType() == type ? member.genericItemType() : type;
  }

  private NamedMember member() throws ReflectiveOperationException {
    Class<?> owner = Class.forName(className, true, workersLoader());
    return Stream.concat(NamedMember.all(owner), NamedMember.allOfColumns(owner))
        .filter(candidate -> candidate.signature().equals(signature))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchMethodException("The worker has no " + className + "::" + signature));
  }

  private static ClassLoader workersLoader() {
    return Thread.currentThread().getContextClassLoader();
  }
}
