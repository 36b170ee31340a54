package dev.procession.cli.function;

import dev.procession.cli.compile.LambdaError;
import dev.procession.cli.compile.LambdaException;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.ParsedLambda;
import dev.procession.cli.compile.SourceText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * Compiles a lambda, in memory, to a function class.
 *
 * <p>The lambda is the value of a constant whose interface takes exactly the item's type, primitive
 * or not, and may throw anything. So {@code x -> x * x} is typed without touching the user's text,
 * and the compiler's positions need no more than a shift. The class around it has no state, and
 * therefore travels by its name alone; workers fetch its bytes from {@code LambdaLoader}.
 */
final class LambdaCompiler {
  private static final String CLASS_NAME = "ProcessionLambda";
  private static final String INTERFACE_NAME = "ProcessionBody";

  /** The compiler's message for the package of a name that it does not find. */
  private static final String NO_PACKAGE = "compiler.err.doesnt.exist";

  private static final Pattern UNKNOWN_CLASS =
      Pattern.compile("symbol:\\s+(?:class|variable) (\\p{Lu}\\w*)");

  private final MemoryCompiler compiler;

  LambdaCompiler(MemoryCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * Compiles {@code lambda} for items of the type that the only name says, or for as many columns
   * as there are names.
   *
   * @throws LambdaException if it does not compile, with positions in the user's text
   */
  TextFunction compile(ParsedLambda lambda, List<String> typeNames) throws LambdaException {
    if (lambda.body() == ParsedLambda.Body.NOTHING) {
      return compile(lambda, typeNames, "void");
    }
    try {
      return compile(lambda, typeNames, "Object");
    } catch (LambdaException e) {
      if (lambda.body() != ParsedLambda.Body.A_CALL) {
        throw e;
      }
      try {
        return compile(lambda, typeNames, "void");
      } catch (LambdaException alsoNotVoid) {
        throw e;
      }
    }
  }

  private TextFunction compile(ParsedLambda lambda, List<String> typeNames, String returned)
      throws LambdaException {
    String beforeType = compiler.imports().source() + opening() + "{ " + returned + " apply(";
    SourceText source =
        new SourceText(
            CLASS_NAME,
            beforeType + typeNames.get(0) + afterFirstType(typeNames, returned),
            lambda.text(),
            "\n; }");
    try {
      return compiler.make(TextFunction.class, CLASS_NAME, source);
    } catch (MemoryCompiler.RejectedException e) {
      throw new LambdaException(
          lambda.text(), errors(e.errors(), source, beforeType.length(), lambda));
    }
  }

  private List<LambdaError> errors(
      List<Diagnostic<? extends JavaFileObject>> problems,
      SourceText source,
      int typeStart,
      ParsedLambda lambda) {
    Set<LambdaError> inText = new LinkedHashSet<>();
    Set<LambdaError> inCopyOfType = new LinkedHashSet<>();
    for (Diagnostic<? extends JavaFileObject> problem : problems) {
      LambdaError error = withAdvice(problem, LambdaError.of(problem, source));
      if (problem.getPosition() >= source.start()) {
        inText.add(error);
      } else {
        int offset = (int) Math.max(0, problem.getPosition() - typeStart);
        inCopyOfType.add(new LambdaError(error.message(), lambda.declaredTypeStart() + offset));
      }
    }
    // An error in the type is also reported for the user's own mention of it.
    return List.copyOf(inText.isEmpty() ? inCopyOfType : inText);
  }

  /** The compiler tells neither where it has searched nor how to add an import. */
  private LambdaError withAdvice(Diagnostic<?> problem, LambdaError error) {
    String advice = "";
    if (NO_PACKAGE.equals(problem.getCode())) {
      advice = "\nthere is no such package" + compiler.classes().searched();
    } else if (UNKNOWN_CLASS.matcher(error.message()).find()) {
      advice = "\nwrite its fully qualified name, or import it with -e package." + className(error);
    }
    return new LambdaError(error.message() + advice, error.position());
  }

  private static String className(LambdaError error) {
    Matcher found = UNKNOWN_CLASS.matcher(error.message());
    return found.find() ? found.group(1) : "*";
  }

  private static String opening() {
    return "public final class "
        + CLASS_NAME
        + " extends "
        + TextFunction.class.getName()
        + " { private static final long serialVersionUID = 1L; interface "
        + INTERFACE_NAME
        + " ";
  }

  private static String afterFirstType(List<String> typeNames, String returned) {
    boolean nothing = returned.equals("void");
    boolean hasColumns = typeNames.size() > 1;
    StringBuilder further = new StringBuilder(" item");
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < typeNames.size(); i++) {
      if (i > 0) {
        further.append(", ").append(typeNames.get(i)).append(" item").append(i);
        arguments.append(", ");
      }
      String argument = hasColumns ? "((Object[]) item)[" + i + "]" : "item";
      arguments.append("(").append(typeNames.get(i)).append(") ").append(argument);
    }
    String call = "LAMBDA.apply(" + arguments + ");";
    return further
        + ") throws Exception; }"
        + (hasColumns
            ? " protected Class<?>[] columnTypes() { return parametersOf("
                + INTERFACE_NAME
                + ".class); }"
            : "")
        + " protected Class<?> itemType() { return parameterOf("
        + INTERFACE_NAME
        + ".class); }"
        + " protected java.lang.reflect.Type itemForm() { return formOf("
        + INTERFACE_NAME
        + ".class); }"
        + " public boolean returnsNothing() { return "
        + nothing
        + "; }"
        + " @SuppressWarnings(\"unchecked\") protected Object call(Object item) throws Exception { "
        + (nothing ? call + " return null;" : "return " + call)
        + " } private static final "
        + INTERFACE_NAME
        + " LAMBDA = ";
  }
}
