package dev.procession.cli;

import java.util.Optional;

/**
 * A Java lambda in quotes.
 *
 * @param lambda the lambda, parsed
 * @param compiler compiles it once the item's type is known
 */
record LambdaSource(ParsedLambda lambda, LambdaCompiler compiler) implements FunctionSource {

  static LambdaSource of(String text, MemoryCompiler compiler) {
    try {
      return new LambdaSource(
          ParsedLambda.parse(text, MemoryCompiler.javac()), new LambdaCompiler(compiler));
    } catch (LambdaException e) {
      throw new UsageException("the function does not compile: " + e.getMessage());
    }
  }

  @Override
  public boolean needsItemType() {
    return lambda.declaredType().isEmpty();
  }

  @Override
  public TextFunction function(Optional<ItemType> chosen, LineFormat input) {
    TextFunction function = compile(chosen);
    Class<?> taken = itemTypeOf(function);
    Class<?> narrowed = FunctionSource.narrowed(taken, chosen);
    if (TypeNames.boxed(narrowed) != TypeNames.boxed(taken)) {
      throw new UsageException(
          "--type and the lambda's own "
              + lambda.declaredType().orElse("type")
              + " differ: give one of the two");
    }
    if (input == LineFormat.TEXT && ItemConverter.to(taken).isEmpty()) {
      throw new UsageException(
          "text cannot be made into "
              + TypeNames.withArticle(taken)
              + ": it has no valueOf, parse, of or constructor that takes a String");
    }
    return function;
  }

  private TextFunction compile(Optional<ItemType> chosen) {
    String typeName =
        lambda.declaredType().orElseGet(() -> TypeNames.inSource(chosen.orElseThrow().type()));
    try {
      return compiler.compile(lambda, typeName);
    } catch (LambdaException e) {
      String message = String.valueOf(e.getMessage());
      String shortName = typeName.substring(typeName.lastIndexOf('.') + 1);
      String hint =
          lambda.declaredType().isEmpty() && message.contains(shortName)
              ? chosen.flatMap(ItemType::decidedBy).map(item -> hint(item, shortName)).orElse("")
              : "";
      throw new UsageException("the function does not compile: " + message + hint);
    }
  }

  private String hint(String item, String typeName) {
    String parameter = lambda.parameter();
    return "\n"
        + parameter
        + " is a "
        + typeName
        + " because the first item is "
        + ItemConverter.quoted(item)
        + (typeName.equals("String")
            ? "; declare another type, as (Path "
            : "; for text declare it, (String ")
        + parameter
        + ") -> …, or give --type"
        + (typeName.equals("String") ? "" : " text");
  }

  private static Class<?> itemTypeOf(TextFunction function) {
    try {
      return function.itemType();
    } catch (Exception e) {
      throw new AssertionError("Generated without anything that throws", e);
    }
  }
}
