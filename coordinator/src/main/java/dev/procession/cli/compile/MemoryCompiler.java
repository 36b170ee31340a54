package dev.procession.cli.compile;

import dev.procession.cli.console.UsageException;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles classes in memory, against the user's classes, and creates instances of them.
 *
 * <p>All classes compiled for a command have one loader. Workers represent it by a loader that has
 * the user's classes as well, so the function and the initializer use the same classes and share
 * their static fields. Used by one thread.
 */
public final class MemoryCompiler {
  private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn", "-g");

  private final UserClassPath classes;
  private final Imports imports;
  private final LambdaLoader loader;
  private final KeptClasses kept;

  /**
   * Creates a compiler.
   *
   * @param classes the user's class path
   * @param imports the imports of all sources
   */
  public MemoryCompiler(UserClassPath classes, Imports imports) {
    this(classes, imports, KeptClasses.ofThisUser(classes));
  }

  MemoryCompiler(UserClassPath classes, Imports imports, KeptClasses kept) {
    this.classes = classes;
    this.imports = imports;
    this.loader = new LambdaLoader(classes.loader());
    this.kept = kept;
  }

  public UserClassPath classes() {
    return classes;
  }

  public Imports imports() {
    return imports;
  }

  /** The loader of the compiled classes, if there are any. */
  public Optional<ClassLoader> loader() {
    return loader.isEmpty() ? Optional.empty() : Optional.of(loader);
  }

  /** The loader of what has been or will be compiled. */
  public ClassLoader loaderOfCompiled() {
    return loader;
  }

  /**
   * Parses a lambda.
   *
   * @throws LambdaException if the parser does not accept it
   * @throws UsageException if this JDK has no compiler
   */
  public ParsedLambda parse(String text) throws LambdaException {
    String made = "parsed\n" + text;
    Optional<Map<String, byte[]>> before = kept.find(made);
    if (before.isPresent()) {
      return ParsedLambda.of(text, before.get());
    }
    ParsedLambda parsed = ParsedLambda.parse(text, javac());
    kept.keep(made, parsed.shape());
    return parsed;
  }

  /**
   * The JDK's compiler.
   *
   * @throws UsageException if this JDK has none
   */
  public static JavaCompiler javac() {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new UsageException(
          "a lambda needs a Java compiler, and "
              + System.getProperty("java.home")
              + " has none: use a JDK, or name a method of a compiled class");
    }
    if (FileSystemProvider.installedProviders().stream()
        .noneMatch(provider -> provider.getScheme().equals("jar"))) {
      throw new UsageException(
          "a lambda is compiled against jars, and "
              + System.getProperty("java.home")
              + " lacks the module jdk.zipfs: use a JDK, or name a method of a compiled class");
    }
    return javac;
  }

  /** The compiler's errors for a source, in order. */
  public static final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic<? extends JavaFileObject>> errors;

    RejectedException(List<Diagnostic<? extends JavaFileObject>> errors) {
      this.errors = errors;
    }

    public List<Diagnostic<? extends JavaFileObject>> errors() {
      return errors;
    }
  }

  /**
   * Compiles a source that begins with the imports, and creates an instance of the class with its
   * no-arg constructor.
   *
   * @throws RejectedException if it does not compile
   * @throws UsageException if a user's import does not exist
   */
  public <T> T make(Class<T> type, String className, SourceText source) throws RejectedException {
    compile(className, source);
    try {
      return loader.loadClass(className).asSubclass(type).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The class is generated with a public constructor", e);
    }
  }

  /**
   * Compiles a source.
   *
   * @return the binary names of its classes
   * @throws RejectedException if it does not compile
   * @throws UsageException if a user's import does not exist
   */
  public Set<String> compile(String className, SourceText source) throws RejectedException {
    String made = key(className, source);
    Optional<Map<String, byte[]>> before = kept.find(made);
    if (before.isPresent()) {
      loader.add(before.get());
      return before.get().keySet();
    }
    JavaCompiler javac = javac();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (MemoryFiles files = new MemoryFiles(javac.getStandardFileManager(problems, null, null))) {
      List<String> options = new ArrayList<>(OPTIONS);
      String path =
          classes.withOwn().stream()
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      options.addAll(List.of("-classpath", path));
      if (!javac.getTask(null, files, problems, options, null, List.of(source)).call()) {
        throw rejected(problems);
      }
      kept.keep(made, files.classes());
      loader.add(files.classes());
      return files.classes().keySet();
    }
  }

  /** All of a compilation that is not the same for all compilations of a command. */
  static String key(String className, SourceText source) {
    return className + "\n" + OPTIONS + "\n" + source.getCharContent(true);
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
}
