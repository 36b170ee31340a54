package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The Javadoc of the public API has examples, and they compile.
 *
 * <p>An example is the body of a method that may throw anything. A {@code pool} and some {@code
 * files} are there already, and what {@code broadcast} is shown with: a {@code table} and {@code
 * names}.
 */
final class JavadocExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();

  private static final List<Path> PUBLIC_PACKAGES =
      List.of(
          ROOT.resolve("coordinator/src/main/java/dev/procession"),
          ROOT.resolve("protocol/src/main/java/dev/procession/task"));

  private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n *}</pre>");

  private static final String GIVEN =
      """
      import dev.procession.ProcessPool;
      import java.nio.file.Path;
      import java.util.List;
      import java.util.Map;
      class Given {
        static ProcessPool pool;
        static List<Path> files;
        static List<String> names;
        static Map<String, Integer> table;
      }
      """;

  private static final String IMPORTS =
      """
      import dev.procession.*;
      import dev.procession.task.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.stream.*;
      """;

  /** Written by the test thread before the first test. */
  private static List<Documented> documented;

  /** Something with a comment. */
  private record Documented(String name, boolean isEntryPoint, String comment) {
    List<String> examples() {
      return EXAMPLE.matcher(comment).results().map(example -> example.group(1)).toList();
    }
  }

  @BeforeAll
  static void readSources() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    documented = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources()));
      Iterable<? extends CompilationUnitTree> units = task.parse();
      units.forEach(unit -> new Reader(DocTrees.instance(task)).scan(unit, documented));
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : PUBLIC_PACKAGES) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  /** Collects the comments; entry points are the public types, and all methods of the pool. */
  private static final class Reader extends TreePathScanner<@Nullable Void, List<Documented>> {
    private final DocTrees docs;

    Reader(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Void visitPackage(PackageTree page, List<Documented> found) {
      add(found, page.getPackageName().toString(), false);
      return super.visitPackage(page, found);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, List<Documented> found) {
      boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
      boolean isOuter = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
      boolean isBuilder = type.getSimpleName().contentEquals("Builder");
      add(found, type.getSimpleName().toString(), (isPublic && isOuter) || isBuilder);
      return super.visitClass(type, found);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, List<Documented> found) {
      boolean isOfThePool =
          getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
              && type.getSimpleName().contentEquals("ProcessPool");
      add(found, method.getName() + "(" + method.getParameters() + ")", isOfThePool);
      return super.visitMethod(method, found);
    }

    private void add(List<Documented> found, String name, boolean isEntryPoint) {
      String comment = docs.getDocComment(getCurrentPath());
      found.add(new Documented(name, isEntryPoint, comment == null ? "" : comment));
    }
  }

  @Test
  void everyEntryPointHasAnExample() {
    List<Documented> entryPoints = documented.stream().filter(Documented::isEntryPoint).toList();

    assertFalse(entryPoints.isEmpty());
    assertEquals(
        List.of(),
        entryPoints.stream()
            .filter(entry -> entry.examples().isEmpty())
            .map(Documented::name)
            .toList());
  }

  @Test
  void examplesCompileWithoutWarning() {
    List<String> examples = documented.stream().flatMap(d -> d.examples().stream()).toList();
    List<String> sources = new ArrayList<>(List.of(GIVEN));
    for (int i = 0; i < examples.size(); i++) {
      sources.add(program("Example" + i, examples.get(i)));
    }

    Compiled programs =
        Compiled.with(
            List.of(
                "-cp", System.getProperty("java.class.path"), "-Xlint:all,-processing", "-Werror"),
            sources.toArray(String[]::new));

    assertTrue(programs.files().containsKey("Example" + (examples.size() - 1) + ".class"));
  }

  private static String program(String name, String example) {
    return IMPORTS
        + "final class "
        + name
        + " extends Given {\n  static void example() throws Exception {\n"
        + example
        + "\n  }\n}\n";
  }
}
