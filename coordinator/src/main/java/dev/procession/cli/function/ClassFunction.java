package dev.procession.cli.function;

import dev.procession.cli.item.TypeNames;
import dev.procession.task.SerializableFunction;
import java.lang.reflect.Constructor;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function class: each worker creates one instance of it, with its no-arg constructor. */
final class ClassFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final String className;
  private final String itemTypeName;

  /** Created in the worker, on the first item, by the thread that runs the task. */
  private transient @Nullable SerializableFunction<Object, ?> function;

  ClassFunction(Class<?> function, Class<?> itemType) {
    this.className = function.getName();
    this.itemTypeName = itemType.getName();
  }

  @Override
  protected Class<?> itemType() {
    return TypeNames.resolve(itemTypeName, Thread.currentThread().getContextClassLoader())
        .orElseThrow(() -> new NoSuchElementException("No class " + itemTypeName));
  }

  @Override
  public boolean returnsNothing() {
    return false;
  }

  // JSON has a null, which the user's function may accept.
  @SuppressWarnings("NullAway")
  @Override
  protected @Nullable Object call(@Nullable Object item) throws Exception {
    SerializableFunction<Object, ?> known = function;
    if (known == null) {
      known = make();
      function = known;
    }
    return known.apply(item);
  }

  // The class declares its item type, and the converter has created an instance of that.
  @SuppressWarnings("unchecked")
  private SerializableFunction<Object, ?> make() throws ReflectiveOperationException {
    Constructor<?> constructor =
        Class.forName(className, true, Thread.currentThread().getContextClassLoader())
            .getDeclaredConstructor();
    constructor.setAccessible(true);
    Object made = constructor.newInstance();
    if (made instanceof SerializableFunction<?, ?>) {
      return (SerializableFunction<Object, ?>) made;
    }
    return ((Function<Object, ?>) made)::apply;
  }
}
