package dev.procession.cli;

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
import java.util.List;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * A lambda that the compiler's parser has accepted, with what its shape says.
 *
 * @param text the user's text
 * @param declaredType the parameter's type as the user wrote it; empty for {@code x} and {@code var
 *     x}
 * @param declaredTypeStart where in the text that type begins; 0 without one
 * @param parameter the parameter's name
 * @param body what the body can be without knowing any types
 */
record ParsedLambda(
    String text,
    Optional<String> declaredType,
    int declaredTypeStart,
    String parameter,
    Body body) {

  /** Whether a body returns a value: an expression that is a call may or may not. */
  enum Body {
    VALUE,
    NOTHING,
    A_CALL
  }

  static ParsedLambda parse(String text, JavaCompiler compiler) throws LambdaException {
    SourceText source = new SourceText("Parsed", "class Parsed { Object lambda = ", text, "\n; }");
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, problems, List.of("-proc:none"), null, List.of(source));
    CompilationUnitTree unit = parseWith(task);
    List<LambdaError> errors =
        problems.getDiagnostics().stream()
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .limit(1) // What a parser says after its first error is guesswork.
            .map(problem -> LambdaCompiler.error(problem, source))
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
      throw error(text, "this is not a lambda: write for instance x -> x * x", 0);
    }
    int end = source.inUsersText(positions.getEndPosition(unit, lambda));
    String rest = text.substring(end).strip();
    if (!(rest.isEmpty() || rest.equals(";") || rest.startsWith("//") || rest.startsWith("/*"))) {
      int restStart = end + text.substring(end).indexOf(rest);
      throw error(text, "the lambda ends before this", restStart);
    }
    List<? extends VariableTree> parameters = lambda.getParameters();
    if (parameters.size() != 1) {
      throw error(
          text,
          "the lambda must have one parameter, the item; it has " + parameters.size(),
          parameters.size() < 2
              ? 0
              : source.inUsersText(positions.getStartPosition(unit, parameters.get(1))));
    }
    return withParameter(lambda, unit, positions, text, source);
  }

  private static ParsedLambda withParameter(
      LambdaExpressionTree lambda,
      CompilationUnitTree unit,
      SourcePositions positions,
      String text,
      SourceText source) {
    VariableTree parameter = lambda.getParameters().get(0);
    Tree type = parameter.getType();
    long start = type == null ? Diagnostic.NOPOS : positions.getStartPosition(unit, type);
    if (type == null || start == Diagnostic.NOPOS || type.toString().equals("var")) {
      return new ParsedLambda(
          text, Optional.empty(), 0, parameter.getName().toString(), bodyOf(lambda));
    }
    int from = source.inUsersText(start);
    int to = source.inUsersText(positions.getEndPosition(unit, type));
    String declared = text.substring(from, to);
    return declared.equals("var")
        ? new ParsedLambda(
            text, Optional.empty(), 0, parameter.getName().toString(), bodyOf(lambda))
        : new ParsedLambda(
            text, Optional.of(declared), from, parameter.getName().toString(), bodyOf(lambda));
  }

  private static Body bodyOf(LambdaExpressionTree lambda) {
    Tree body = lambda.getBody();
    if (body instanceof BlockTree) {
      return returnsValue(body) ? Body.VALUE : Body.NOTHING;
    }
    return body instanceof MethodInvocationTree ? Body.A_CALL : Body.VALUE;
  }

  /** Looks for {@code return value;}, passing by the lambdas and classes inside. */
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
