package dev.procession.cli.function;

import dev.procession.cli.compile.LambdaException;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.ParsedLambda;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.Fields;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.TypeNames;
import java.util.ArrayList;
import java.util.List;
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
      return new LambdaSource(compiler.parse(text), new LambdaCompiler(compiler));
    } catch (LambdaException e) {
      throw new UsageException("the function does not compile: " + e.getMessage());
    }
  }

  @Override
  public boolean needsItemType() {
    return lambda.declaredType().isEmpty();
  }

  @Override
  public boolean takesColumns() {
    return !lambda.furtherTypes().isEmpty();
  }

  @Override
  public TextFunction function(Optional<ItemType> chosen, LineFormat input) {
    if (!lambda.furtherTypes().isEmpty()) {
      return ofColumns(chosen, input);
    }
    TextFunction function = compile(chosen, input);
    Class<?> taken = itemTypeOf(function);
    Class<?> narrowed = FunctionSource.narrowed(taken, chosen);
    if (TypeNames.boxed(narrowed) != TypeNames.boxed(taken)) {
      throw new UsageException(
          "--type and the lambda's parameter type "
              + lambda.declaredType().orElse("type")
              + " differ: give only one of them");
    }
    if (input == LineFormat.TEXT && ItemConverter.to(taken).isEmpty()) {
      throw new UsageException(
          "text cannot be converted to "
              + TypeNames.withArticle(taken)
              + ": it has no valueOf, parse, of or constructor that takes a String");
    }
    return function;
  }

  /** A column each for the parameters; the first item decides the types that are not declared. */
  private TextFunction ofColumns(Optional<ItemType> chosen, LineFormat input) {
    int count = lambda.furtherTypes().size() + 1;
    if (input != LineFormat.CSV) {
      throw new UsageException(
          "the lambda has "
              + count
              + " parameters, and an item is one text; give its columns with --colsep or --input"
              + " csv, -N "
              + count
              + ", or -a FILE for each");
    }
    List<String> declared = new ArrayList<>(List.of(lambda.declaredType().orElse("")));
    declared.addAll(lambda.furtherTypes());
    List<String> first = chosen.flatMap(ItemType::decidedBy).map(Fields::split).orElse(List.of());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Class<?> inferred =
          chosen.isPresent() && chosen.get().decidedBy().isEmpty()
              ? chosen.get().type()
              : i < first.size() ? TypeNames.infer(first.get(i)) : String.class;
      names.add(declared.get(i).isEmpty() ? TypeNames.inSource(inferred) : declared.get(i));
    }
    try {
      return compiler.compile(lambda, names);
    } catch (LambdaException e) {
      throw new UsageException("the function does not compile: " + e.getMessage());
    }
  }

  private TextFunction compile(Optional<ItemType> chosen, LineFormat input) {
    String typeName =
        lambda.declaredType().orElseGet(() -> inSource(chosen.orElseThrow().type(), input));
    try {
      return compiler.compile(lambda, List.of(typeName));
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

  /** The values of columns are text. */
  private static String inSource(Class<?> type, LineFormat input) {
    String name = TypeNames.inSource(type);
    return input == LineFormat.CSV ? name.replace("Object>", "String>") : name;
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
