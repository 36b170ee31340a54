package dev.procession.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles classes in memory, against the user's classes, and makes objects of them.
 *
 * <p>All that is compiled for a command has one loader. Workers have a stand-in for it, which has
 * the user's classes as well: so these are the same for the function and for what is run before it,
 * and share their statics. Used by one thread.
 */
final class MemoryCompiler {
  private final UserClasses classes;
  private final Imports imports;
  private final LambdaLoader loader;

  /**
   * A compiler that has compiled nothing.
   *
   * @param classes where the user's classes are
   * @param imports what the sources begin with
   */
  MemoryCompiler(UserClasses classes, Imports imports) {
    this.classes = classes;
    this.imports = imports;
    this.loader = new LambdaLoader(classes.loader());
  }

  UserClasses classes() {
    return classes;
  }

  Imports imports() {
    return imports;
  }

  /** The loader of what has been compiled, where something has. */
  Optional<ClassLoader> loader() {
    return loader.isEmpty() ? Optional.empty() : Optional.of(loader);
  }

  /**
   * The JDK's compiler.
   *
   * @throws UsageException if this JDK has none
   */
  static JavaCompiler javac() {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new UsageException(
          "a lambda needs a Java compiler, and "
              + System.getProperty("java.home")
              + " has none: use a JDK, or name a method of a compiled class");
    }
    return javac;
  }

  /** What the compiler has against a source: its errors, in their order. */
  static final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic<? extends JavaFileObject>> errors;

    RejectedException(List<Diagnostic<? extends JavaFileObject>> errors) {
      this.errors = errors;
    }

    List<Diagnostic<? extends JavaFileObject>> errors() {
      return errors;
    }
  }

  /**
   * Compiles a source that begins with the imports, and makes an object of the class, with its
   * constructor that has no parameters.
   *
   * @throws RejectedException if it does not compile
   * @throws UsageException if an import of the user's is of something that does not exist
   */
  <T> T make(Class<T> type, String className, SourceText source) throws RejectedException {
    JavaCompiler javac = javac();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (MemoryFiles files = new MemoryFiles(javac.getStandardFileManager(problems, null, null))) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-g", "-classpath", classes.forCompiler());
      if (!javac.getTask(null, files, problems, options, null, List.of(source)).call()) {
        throw rejected(problems);
      }
      return instantiate(type, className, files.classes());
    }
  }

  private RejectedException rejected(DiagnosticCollector<JavaFileObject> problems) {
    List<Diagnostic<? extends JavaFileObject>> errors =
        problems.getDiagnostics().stream()
            .<Diagnostic<? extends JavaFileObject>>map(problem -> problem)
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .toList();
    for (Diagnostic<? extends JavaFileObject> error : errors) {
      imports.at(error.getPosition()).ifPresent(name -> refuse(name, error));
    }
    return new RejectedException(errors);
  }

  private void refuse(String name, Diagnostic<?> error) {
    String message = error.getMessage(Locale.getDefault()).lines().findFirst().orElse("");
    throw new UsageException("--import " + name + ": " + message + classes.searched());
  }

  private <T> T instantiate(Class<T> type, String className, Map<String, byte[]> compiled) {
    loader.add(compiled);
    try {
      return loader.loadClass(className).asSubclass(type).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The class is generated with a public constructor", e);
    }
  }
}
