package dev.procession.cli.function;

import dev.procession.cli.compile.LambdaError;
import dev.procession.cli.compile.LambdaException;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.SourceText;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.UsageException;
import dev.procession.task.SerializableFunction;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the function in a Java source file, which is compiled in memory. */
final class SourceFile {
  /** The method that is meant where several could be. */
  private static final String PREFERRED = "apply";

  private SourceFile() {}

  /**
   * The function of a source file: its class, if that is a function, or the method of that class
   * that takes one item, or else its columns.
   *
   * @param name the file's name, without {@code .java}
   * @param text the file's content
   * @throws UsageException if it does not compile, or has no or more than one function
   */
  static FunctionSource function(String name, String text, MemoryCompiler compiler) {
    UserClassPath classes =
        new UserClassPath(compiler.classes().entries(), compiler.loaderOfCompiled());
    Class<?> owner = mainClass(name, compile(name, text, compiler), classes.loader());
    if (Function.class.isAssignableFrom(owner)
        || SerializableFunction.class.isAssignableFrom(owner)) {
      return ClassSource.of(owner.getName(), classes);
    }
    List<String> methods =
        names(
            owner, NamedMember.all(owner).filter(each -> each.item() != NamedMember.Item.RECEIVER));
    boolean takesColumns = methods.isEmpty();
    if (takesColumns) {
      methods = names(owner, NamedMember.allOfColumns(owner));
    }
    if (methods.size() == 1 || methods.contains(PREFERRED)) {
      String method = methods.size() == 1 ? methods.get(0) : PREFERRED;
      return MethodSource.of(owner.getName() + "::" + method, classes);
    }
    throw new UsageException(
        "-f: the class "
            + owner.getSimpleName()
            + (methods.isEmpty()
                ? " has no method that takes one item; write for example static int apply(String"
                    + " item) { … }"
                : " has several methods that take "
                    + (takesColumns ? "columns, " : "one item, ")
                    + String.join(", ", methods)
                    + "; name the one that is meant "
                    + PREFERRED
                    + ", or make the others private"));
  }

  private static List<String> names(Class<?> owner, Stream<NamedMember> members) {
    return members
        .filter(member -> member.member() instanceof Method && isOffered(owner, member))
        .map(NamedMember::name)
        .distinct()
        .toList();
  }

  private static boolean isOffered(Class<?> owner, NamedMember member) {
    return member.member().getDeclaringClass() == owner
        && !Modifier.isPrivate(member.member().getModifiers())
        && !member.signature().equals("main(java.lang.String[])");
  }

  private static Collection<String> compile(String name, String text, MemoryCompiler compiler) {
    SourceText source = SourceText.ofFile(name, text);
    try {
      return compiler.compile(name, source);
    } catch (MemoryCompiler.RejectedException e) {
      LambdaException errors =
          new LambdaException(
              text, e.errors().stream().map(error -> LambdaError.of(error, source)).toList());
      throw new UsageException("-f: " + name + ".java does not compile: " + errors.getMessage());
    }
  }

  /** The class with the file's name, or the only one that is not within another. */
  private static Class<?> mainClass(String name, Collection<String> compiled, ClassLoader loader) {
    List<Class<?>> all = compiled.stream().<Class<?>>map(each -> load(each, loader)).toList();
    List<Class<?>> outer = all.stream().filter(each -> each.getEnclosingClass() == null).toList();
    if (outer.size() == 1) {
      return outer.get(0);
    }
    return outer.stream()
        .filter(each -> each.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "-f: "
                        + name
                        + ".java has no class, or several and none with the name "
                        + name));
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("it has just been compiled", e);
    }
  }
}
