package dev.procession.cli.compile;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * A lambda that the compiler's parser has accepted, with its syntactic properties.
 *
 * @param text the user's text
 * @param declaredType the parameter's type as the user wrote it; empty for {@code x} and {@code var
 *     x}
 * @param declaredTypeStart where in the text that type begins; 0 without one
 * @param parameter the parameter's name
 * @param body what the body can be without knowing any types
 * @param furtherTypes the types of the parameters after the first; empty texts where the user wrote
 *     none
 */
public record ParsedLambda(
    String text,
    Optional<String> declaredType,
    int declaredTypeStart,
    String parameter,
    Body body,
    List<String> furtherTypes) {

  private static final String BETWEEN_TYPES = "\n";

  /** Whether a body returns a value: an expression that is a call may or may not. */
  public enum Body {
    VALUE,
    NOTHING,
    A_CALL
  }

  /** What {@link #shape} said of a text. */
  static ParsedLambda of(String text, Map<String, byte[]> shape) {
    byte[] type = shape.get("type");
    return new ParsedLambda(
        text,
        type == null ? Optional.empty() : Optional.of(string(type)),
        Integer.parseInt(string(shape.get("start"))),
        string(shape.get("parameter")),
        Body.valueOf(string(shape.get("body"))),
        shape.containsKey("further")
            ? List.of(string(shape.get("further")).split(BETWEEN_TYPES, -1))
            : List.of());
  }

  /** All but the text, to be kept. */
  Map<String, byte[]> shape() {
    Map<String, byte[]> shape = new LinkedHashMap<>();
    if (declaredType.isPresent()) {
      shape.put("type", bytes(declaredType.get()));
    }
    shape.put("start", bytes(Integer.toString(declaredTypeStart)));
    shape.put("parameter", bytes(parameter));
    shape.put("body", bytes(body.name()));
    if (!furtherTypes.isEmpty()) {
      shape.put("further", bytes(String.join(BETWEEN_TYPES, furtherTypes)));
    }
    return shape;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String string(byte @Nullable [] bytes) {
    return new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
  }

  public static ParsedLambda parse(String text, JavaCompiler compiler) throws LambdaException {
    SourceText source = new SourceText("Parsed", "class Parsed { Object lambda = ", text, "\n; }");
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, problems, List.of("-proc:none"), null, List.of(source));
    CompilationUnitTree unit = parseWith(task);
    List<LambdaError> errors =
        problems.getDiagnostics().stream()
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .limit(1) // Errors after a parser's first one are unreliable.
            .map(problem -> LambdaError.of(problem, source))
            .toList();
    if (!errors.isEmpty()) {
      throw new LambdaException(text, errors);
    }
    return read(unit, Trees.instance(task).getSourcePositions(), text, source);
  }

  private static CompilationUnitTree parseWith(JavacTask task) {
    try {
      return task.parse().iterator().next();
    } catch (IOException e) {
      throw new AssertionError("The source is in memory", e);
    }
  }

  private static ParsedLambda read(
      CompilationUnitTree unit, SourcePositions positions, String text, SourceText source)
      throws LambdaException {
    List<? extends Tree> members = ((ClassTree) unit.getTypeDecls().get(0)).getMembers();
    Tree value = members.get(0) instanceof VariableTree field ? field.getInitializer() : null;
    if (!(value instanceof LambdaExpressionTree lambda)) {
      throw error(text, "this is not a lambda: write for example x -> x * x", 0);
    }
    int end = source.inUsersText(positions.getEndPosition(unit, lambda));
    String rest = text.substring(end).strip();
    if (!(rest.isEmpty() || rest.equals(";") || rest.startsWith("//") || rest.startsWith("/*"))) {
      int restStart = end + text.substring(end).indexOf(rest);
      throw error(text, "the lambda ends before this", restStart);
    }
    List<? extends VariableTree> parameters = lambda.getParameters();
    if (parameters.isEmpty()) {
      throw error(text, "the lambda must have a parameter, the item; it has none", 0);
    }
    return withParameter(lambda, unit, positions, text, source);
  }

  private static ParsedLambda withParameter(
      LambdaExpressionTree lambda,
      CompilationUnitTree unit,
      SourcePositions positions,
      String text,
      SourceText source) {
    List<String> types = new ArrayList<>();
    int start = 0;
    for (VariableTree parameter : lambda.getParameters()) {
      Tree type = parameter.getType();
      long position = type == null ? Diagnostic.NOPOS : positions.getStartPosition(unit, type);
      if (type == null || position == Diagnostic.NOPOS) {
        types.add("");
        continue;
      }
      int from = source.inUsersText(position);
      String declared =
          text.substring(from, source.inUsersText(positions.getEndPosition(unit, type)));
      boolean isVar = declared.equals("var") || type.toString().equals("var");
      start = types.isEmpty() && !isVar ? from : start;
      types.add(isVar ? "" : declared.strip());
    }
    String first = types.remove(0);
    return new ParsedLambda(
        text,
        first.isEmpty() ? Optional.empty() : Optional.of(first),
        start,
        lambda.getParameters().get(0).getName().toString(),
        bodyOf(lambda),
        List.copyOf(types));
  }

  private static Body bodyOf(LambdaExpressionTree lambda) {
    Tree body = lambda.getBody();
    if (body instanceof BlockTree) {
      return returnsValue(body) ? Body.VALUE : Body.NOTHING;
    }
    return body instanceof MethodInvocationTree ? Body.A_CALL : Body.VALUE;
  }

  /** Looks for {@code return value;}, except in nested lambdas and classes. */
  private static boolean returnsValue(Tree body) {
    Boolean found =
        new TreeScanner<@Nullable Boolean, @Nullable Void>() {
          @Override
          public @Nullable Boolean visitReturn(ReturnTree tree, @Nullable Void unused) {
            return tree.getExpression() != null;
          }

          @Override
          public @Nullable Boolean visitLambdaExpression(
              LambdaExpressionTree tree, @Nullable Void unused) {
            return false;
          }

          @Override
          public @Nullable Boolean visitClass(ClassTree tree, @Nullable Void unused) {
            return false;
          }

          @Override
          public @Nullable Boolean reduce(@Nullable Boolean a, @Nullable Boolean b) {
            return Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b);
          }
        }.scan(body, null);
    return Boolean.TRUE.equals(found);
  }

  private static LambdaException error(String text, String message, int position) {
    return new LambdaException(text, List.of(new LambdaError(message, position)));
  }
}
