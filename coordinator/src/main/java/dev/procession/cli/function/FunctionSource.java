package dev.procession.cli.function;

import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.TypeNames;
import java.util.Optional;
import java.util.regex.Pattern;

/** The FUNCTION argument, parsed as far as possible without knowing an item. */
public sealed interface FunctionSource permits LambdaSource, MethodSource, ClassSource {
  Pattern METHOD = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+::\\p{javaJavaIdentifierPart}+");
  Pattern CLASS = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+");

  /** Whether the function does not determine the type of its items. */
  boolean needsItemType();

  /** Whether it takes each column of an item as a parameter of its own. */
  default boolean takesColumns() {
    return false;
  }

  /**
   * The function, ready to be sent to workers.
   *
   * @param chosen the items' type; must be present if {@link #needsItemType()}
   * @param input the format of the items
   * @throws UsageException if there is no such function for such items
   */
  TextFunction function(Optional<ItemType> chosen, LineFormat input);

  /**
   * Reads FUNCTION.
   *
   * @throws UsageException if it is none of the three forms, or names a missing class or method
   */
  static FunctionSource of(String text, MemoryCompiler compiler) {
    String function = text.strip();
    if (function.isEmpty()) {
      throw new UsageException(
          "FUNCTION is empty; write for example 'x -> x * x' or java.lang.Math::sqrt");
    }
    if (METHOD.matcher(function).matches()) {
      return MethodSource.of(function, compiler.classes());
    }
    if (CLASS.matcher(function).matches()) {
      return ClassSource.of(function, compiler.classes());
    }
    return LambdaSource.of(text, compiler);
  }

  /**
   * Reads the function in a file: a Java source file, if its name ends so, or else FUNCTION.
   *
   * @param name the file's name
   * @param text the file's content
   * @throws UsageException if there is no such function
   */
  static FunctionSource ofFile(String name, String text, MemoryCompiler compiler) {
    String suffix = ".java";
    return name.endsWith(suffix)
        ? SourceFile.function(name.substring(0, name.length() - suffix.length()), text, compiler)
        : of(text, compiler);
  }

  /** The type to convert to for a function that takes {@code taken}: --type may only narrow it. */
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
