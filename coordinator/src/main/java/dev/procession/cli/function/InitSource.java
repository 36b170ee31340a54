package dev.procession.cli.function;

import dev.procession.cli.compile.LambdaError;
import dev.procession.cli.compile.LambdaException;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.SourceText;
import dev.procession.cli.console.UsageException;
import java.util.List;

/**
 * The argument of {@code --init}: the name of a method, or code. Code is compiled as statements or,
 * if that fails, as for {@code Prices.TABLE}, as an expression whose value is dropped.
 */
public final class InitSource {
  private static final String CLASS_NAME = "ProcessionInit";

  /** The compiler's message for an expression that is not a statement. */
  private static final String NO_STATEMENT = "compiler.err.not.stmt";

  private InitSource() {}

  /**
   * The code that runs in each worker.
   *
   * @throws UsageException if it does not compile, or there is no such method
   */
  public static WorkerInit of(String text, MemoryCompiler compiler) {
    String code = text.strip();
    if (FunctionSource.METHOD.matcher(code).matches()) {
      return MethodInit.of(code, compiler.classes());
    }
    if (code.isEmpty()) {
      throw new UsageException("--init is empty: give code or Class::method");
    }
    try {
      return compile(code, "", compiler);
    } catch (MemoryCompiler.RejectedException e) {
      if (e.errors().stream().noneMatch(error -> NO_STATEMENT.equals(error.getCode()))) {
        throw refusal(code, "", compiler, e);
      }
      return compileExpression(code, compiler);
    }
  }

  private static WorkerInit compileExpression(String code, MemoryCompiler compiler) {
    String before = "Object value = ";
    try {
      return compile(code, before, compiler);
    } catch (MemoryCompiler.RejectedException e) {
      throw refusal(code, before, compiler, e);
    }
  }

  private static WorkerInit compile(String code, String before, MemoryCompiler compiler)
      throws MemoryCompiler.RejectedException {
    return compiler.make(WorkerInit.class, CLASS_NAME, source(code, before, compiler));
  }

  private static SourceText source(String code, String before, MemoryCompiler compiler) {
    // A semicolon too many would be a statement that is not reached, after a throw for instance.
    boolean ended = code.endsWith(";") || code.endsWith("}");
    return new SourceText(
        CLASS_NAME,
        compiler.imports().source()
            + "public final class "
            + CLASS_NAME
            + " extends "
            + WorkerInit.class.getName()
            + " { private static final long serialVersionUID = 1L;"
            + " @Override protected void prepare() throws Exception { "
            + before,
        code,
        (ended ? "" : "\n;") + "\n} }");
  }

  private static UsageException refusal(
      String code, String before, MemoryCompiler compiler, MemoryCompiler.RejectedException e) {
    SourceText source = source(code, before, compiler);
    List<LambdaError> errors =
        e.errors().stream()
            .limit(1) // Further errors are often consequences of the first.
            .map(error -> LambdaError.of(error, source))
            .toList();
    return new UsageException(
        "--init does not compile: " + new LambdaException(code, errors).getMessage());
  }
}
