package dev.procession.cli;

import java.util.Optional;
import java.util.regex.Pattern;

/** FUNCTION as the user wrote it, understood as far as that is possible without an item. */
sealed interface FunctionSource permits LambdaSource, MethodSource, ClassSource {
  Pattern METHOD = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+::\\p{javaJavaIdentifierPart}+");
  Pattern CLASS = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+");

  /** Whether the function leaves open what type its items have. */
  boolean needsItemType();

  /**
   * The function, ready to be sent to workers.
   *
   * @param chosen the items' type; must be there if {@link #needsItemType()}
   * @param input what items are made from
   * @throws UsageException if there is no such function, or not for such items
   */
  TextFunction function(Optional<ItemType> chosen, LineFormat input);

  /**
   * Reads FUNCTION.
   *
   * @throws UsageException if it is none of the three forms, or names what is not there
   */
  static FunctionSource of(String text, MemoryCompiler compiler) {
    String function = text.strip();
    if (function.isEmpty()) {
      throw new UsageException(
          "FUNCTION is empty; write for instance 'x -> x * x' or java.lang.Math::sqrt");
    }
    if (METHOD.matcher(function).matches()) {
      return MethodSource.of(function, compiler.classes());
    }
    if (CLASS.matcher(function).matches()) {
      return ClassSource.of(function, compiler.classes());
    }
    return LambdaSource.of(text, compiler);
  }

  /** The type to convert to where the function takes {@code taken}: --type may only narrow it. */
  static Class<?> narrowed(Class<?> taken, Optional<ItemType> chosen) {
    Optional<Class<?>> given =
        chosen.filter(type -> type.decidedBy().isEmpty()).map(type -> TypeNames.boxed(type.type()));
    if (given.isEmpty()) {
      return taken;
    }
    if (!TypeNames.boxed(taken).isAssignableFrom(given.get())) {
      throw new UsageException(
          "--type says that an item is "
              + TypeNames.withArticle(given.get())
              + ", but the function takes "
              + TypeNames.withArticle(taken));
    }
    return given.get();
  }
}
