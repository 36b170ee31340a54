package dev.procession.cli.function;

import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.TypeNames;
import dev.procession.task.SerializableFunction;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The name of a function class.
 *
 * @param function the class
 * @param itemType the type that it takes, if declared
 */
record ClassSource(Class<?> function, Optional<Class<?>> itemType) implements FunctionSource {

  private static final Set<Type> FUNCTION_TYPES =
      Set.of(Function.class, UnaryOperator.class, SerializableFunction.class);

  static ClassSource of(String name, UserClassPath classes) {
    Class<?> type =
        TypeNames.resolve(name, classes.loader())
            .orElseThrow(() -> new UsageException(notFound(name, classes)));
    if (!SerializableFunction.class.isAssignableFrom(type)
        && !Function.class.isAssignableFrom(type)) {
      throw new UsageException(
          type.getName()
              + " is not a function: it implements neither "
              + Function.class.getName()
              + " nor "
              + SerializableFunction.class.getName()
              + "; for a method of it write "
              + type.getSimpleName()
              + "::method");
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new UsageException(type.getName() + " is abstract, so it cannot be instantiated");
    }
    if (Stream.of(type.getDeclaredConstructors()).allMatch(made -> made.getParameterCount() > 0)) {
      throw new UsageException(type.getName() + " has no constructor without parameters");
    }
    return new ClassSource(type, declaredItemType(type));
  }

  @Override
  public boolean needsItemType() {
    return itemType.isEmpty();
  }

  @Override
  public TextFunction function(Optional<ItemType> chosen, LineFormat input) {
    Class<?> taken =
        itemType.isPresent()
            ? FunctionSource.narrowed(itemType.get(), chosen)
            : TypeNames.boxed(chosen.orElseThrow().type());
    if (input == LineFormat.TEXT && ItemConverter.to(taken).isEmpty()) {
      throw new UsageException(
          function.getName()
              + " takes "
              + TypeNames.withArticle(taken)
              + ", which cannot be created from text");
    }
    return new ClassFunction(function, taken);
  }

  static String notFound(String name, UserClassPath classes) {
    return "there is no class "
        + name
        + classes.searched()
        + ". FUNCTION is package.Class::method, the name of a function class, or a lambda such"
        + " as 'x -> x * x'";
  }

  private static Optional<Class<?>> declaredItemType(Class<?> type) {
    for (Class<?> current = type; current != null; current = current.getSuperclass()) {
      for (Type implemented : current.getGenericInterfaces()) {
        if (implemented instanceof ParameterizedType parameterized
            && FUNCTION_TYPES.contains(parameterized.getRawType())) {
          return rawClassOf(parameterized.getActualTypeArguments()[0]);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Class<?>> rawClassOf(Type type) {
    if (type instanceof Class<?> plain) {
      return Optional.of(plain);
    }
    return type instanceof ParameterizedType parameterized
        ? rawClassOf(parameterized.getRawType())
        : Optional.empty();
  }
}
