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
          ROOT.resolve("coordinator/src/main/java/dev/procession/micrometer"),
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
      import dev.procession.cluster.*;
      import dev.procession.micrometer.*;
      import dev.procession.task.*;
      import io.micrometer.core.instrument.Metrics;
      import java.io.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.stream.*;
      """;

  /** Written by the test thread before the first test. */
  private static List<Documented> documented;

  private enum Kind {
    /** A public type, or a method of the pool. */
    ENTRY_POINT,
    /** A method of the builder or of the options that changes something. */
    SETTING,
    OTHER
  }

  /** Something with a comment. */
  private record Documented(String name, Kind kind, String comment) {
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

  /** Collects the comments. */
  private static final class Reader extends TreePathScanner<@Nullable Void, List<Documented>> {
    private final DocTrees docs;

    Reader(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Void visitPackage(PackageTree page, List<Documented> found) {
      add(found, page.getPackageName().toString(), Kind.OTHER);
      return super.visitPackage(page, found);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, List<Documented> found) {
      boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
      boolean isOuter = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
      String name = type.getSimpleName().toString();
      boolean isEntryPoint = (isPublic && isOuter) || name.equals("Builder");
      add(found, name, isEntryPoint ? Kind.ENTRY_POINT : Kind.OTHER);
      return super.visitClass(type, found);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, List<Documented> found) {
      ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      add(found, method.getName() + "(" + method.getParameters() + ")", kind(type, method));
      return super.visitMethod(method, found);
    }

    private static Kind kind(ClassTree type, MethodTree method) {
      String owner = type.getSimpleName().toString();
      if (owner.equals("ProcessPool")) {
        return Kind.ENTRY_POINT;
      }
      boolean hasSettings = List.of("Builder", "MapOptions", "TaskOptions").contains(owner);
      boolean givesItsOwner = owner.equals(String.valueOf(method.getReturnType()));
      boolean isStatic = method.getModifiers().getFlags().contains(Modifier.STATIC);
      return hasSettings && givesItsOwner && !isStatic ? Kind.SETTING : Kind.OTHER;
    }

    private void add(List<Documented> found, String name, Kind kind) {
      String comment = docs.getDocComment(getCurrentPath());
      found.add(new Documented(name, kind, comment == null ? "" : comment));
    }
  }

  @Test
  void everyEntryPointHasAnExample() {
    assertEquals(List.of(), withoutText(Kind.ENTRY_POINT, "<pre>{@code"));
  }

  @Test
  void everySettingSaysItsDefault() {
    assertEquals(List.of(), withoutText(Kind.SETTING, "Default: "));
  }

  private static List<String> withoutText(Kind kind, String text) {
    List<Documented> ofTheKind = documented.stream().filter(d -> d.kind() == kind).toList();
    assertFalse(ofTheKind.isEmpty());
    return ofTheKind.stream()
        .filter(d -> !d.comment().contains(text))
        .map(Documented::name)
        .toList();
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
