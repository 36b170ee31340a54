package dev.procession.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * Compiles a lambda, in memory, into a class that is the function.
 *
 * <p>The lambda is the value of a constant whose interface takes exactly the item's type, primitive
 * or not, and may throw anything. So {@code x -> x * x} is typed without touching the user's text,
 * and the compiler's positions need no more than a shift. The class around it has no state, and
 * therefore travels by its name alone; workers fetch its bytes from {@link LambdaLoader}.
 */
final class LambdaCompiler {
  private static final String CLASS_NAME = "ProcessionLambda";
  private static final String INTERFACE_NAME = "ProcessionBody";

  /** What the compiler says of the package of a name that it does not find. */
  private static final String NO_PACKAGE = "compiler.err.doesnt.exist";

  private static final Pattern UNKNOWN_CLASS =
      Pattern.compile("symbol:\\s+(?:class|variable) (\\p{Lu}\\w*)");

  private final MemoryCompiler compiler;

  LambdaCompiler(MemoryCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * Compiles {@code lambda} for items of the type that {@code typeName} names.
   *
   * @throws LambdaException if it does not compile, with positions in the user's text
   */
  TextFunction compile(ParsedLambda lambda, String typeName) throws LambdaException {
    if (lambda.body() == ParsedLambda.Body.NOTHING) {
      return compile(lambda, typeName, "void");
    }
    try {
      return compile(lambda, typeName, "Object");
    } catch (LambdaException e) {
      if (lambda.body() != ParsedLambda.Body.A_CALL) {
        throw e;
      }
      try {
        return compile(lambda, typeName, "void");
      } catch (LambdaException alsoNotVoid) {
        throw e;
      }
    }
  }

  /** What the compiler says, at the place in the user's text. */
  static LambdaError error(Diagnostic<? extends JavaFileObject> problem, SourceText source) {
    return error(problem, source, CLASS_NAME);
  }

  /** The same for another class around it, which the user never wrote, so it is not named. */
  static LambdaError error(
      Diagnostic<? extends JavaFileObject> problem, SourceText source, String className) {
    String message =
        problem
            .getMessage(Locale.getDefault())
            .lines()
            .filter(line -> !(line.contains("location:") && line.contains(className)))
            .collect(Collectors.joining("\n"))
            .replace(className + ".", "");
    return new LambdaError(message, source.inUsersText(problem.getPosition()));
  }

  private TextFunction compile(ParsedLambda lambda, String typeName, String returned)
      throws LambdaException {
    String beforeType = compiler.imports().source() + opening() + "{ " + returned + " apply(";
    SourceText source =
        new SourceText(
            CLASS_NAME,
            beforeType + typeName + afterType(typeName, returned),
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
      LambdaError error = withAdvice(problem, error(problem, source));
      if (problem.getPosition() >= source.start()) {
        inText.add(error);
      } else {
        int offset = (int) Math.max(0, problem.getPosition() - typeStart);
        inCopyOfType.add(new LambdaError(error.message(), lambda.declaredTypeStart() + offset));
      }
    }
    // What is wrong with the type is also said of the user's own mention of it.
    return List.copyOf(inText.isEmpty() ? inCopyOfType : inText);
  }

  /** The compiler does not say where it has looked, nor how an import is given. */
  private LambdaError withAdvice(Diagnostic<?> problem, LambdaError error) {
    String advice = "";
    if (NO_PACKAGE.equals(problem.getCode())) {
      advice = "\nthere is no such package" + compiler.classes().searched();
    } else if (UNKNOWN_CLASS.matcher(error.message()).find()) {
      advice =
          "\nwrite its package in front of it, or import it with -e package." + className(error);
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

  private static String afterType(String typeName, String returned) {
    boolean nothing = returned.equals("void");
    String call = "LAMBDA.apply((" + typeName + ") item);";
    return " item) throws Exception; }"
        + " protected Class<?> itemType() { return parameterOf("
        + INTERFACE_NAME
        + ".class); }"
        + " protected java.lang.reflect.Type itemForm() { return formOf("
        + INTERFACE_NAME
        + ".class); }"
        + " protected boolean returnsNothing() { return "
        + nothing
        + "; }"
        + " @SuppressWarnings(\"unchecked\") protected Object call(Object item) throws Exception { "
        + (nothing ? call + " return null;" : "return " + call)
        + " } private static final "
        + INTERFACE_NAME
        + " LAMBDA = ";
  }
}
