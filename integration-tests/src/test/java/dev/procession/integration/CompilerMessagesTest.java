package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.TaskOptions;
import dev.procession.task.SharedMap;
import dev.procession.task.SharedObjects;
import dev.procession.task.SharedQueue;
import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the compiler says to the likeliest mistakes. It lists every overload in the order of its
 * declaration, so the one that most callers mean is declared first, and the reason is at the top.
 */
final class CompilerMessagesTest {
  /** The line of the error, two lines that show the source, and two overloads. */
  private static final int LINES_THAT_ARE_READ = 10;

  private static final List<Class<?>> WITH_OVERLOADS =
      List.of(
          ProcessPool.class,
          ProcessPool.Builder.class,
          MapOptions.class,
          TaskOptions.class,
          SharedObjects.class,
          SharedMap.class,
          SharedQueue.class);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pool.map(function, numbers)          | Function<Integer,Integer> cannot be converted to Ser",
        "pool.map(function, numbers, options) | Function<Integer,Integer> cannot be converted to Ser",
        "pool.map(x -> x, table)              | Map<String,Integer> cannot be converted to Iterable",
        "pool.map((key, n) -> n, numbers)     | incompatible parameter types in lambda expression",
        "pool.map(numbers, x -> x)            | List<Integer> cannot be converted to Serializable",
        "pool.map(x -> x, options, numbers)   | MapOptions cannot be converted to Iterable",
        "pool.map(x -> x, numbers, single)    | TaskOptions cannot be converted to MapOptions",
        "pool.map(x -> x, numbers, 10)        | int cannot be converted to MapOptions",
        "pool.map(String::length, numbers)    | lower bounds: Integer",
        "pool.map(x -> x.length(), numbers)   | cannot find symbol",
        "pool.mapAsync(x -> x, table)         | Map<String,Integer> cannot be converted to Iterable",
        "pool.stream(function, numbers)       | Function<Integer,Integer> cannot be converted to Ser",
        "pool.outcomes(numbers, x -> x)       | List<Integer> cannot be converted to Serializable",
        "pool.forEach(numbers, x -> {})       | List<Integer> cannot be converted to Serializable",
        "pool.forEach(x -> x + 1, numbers)    | bad return type in lambda expression",
        "pool.submit(x -> x)                  | incompatible parameter types in lambda expression",
        "pool.submit(supplier)                | Supplier<String> cannot be converted to Serializable",
        "pool.submit(() -> 42, options)       | MapOptions cannot be converted to TaskOptions",
        "pool.submit(callable, single)        | Callable<Integer> cannot be converted to Serializable",
        "pool.invokeAll(runnables)            | List<Runnable> cannot be converted to Collection",
        "pool.perWorker(supplier)             | Supplier<String> cannot be converted to Serializable"
      })
  void reasonIsAtTheTop(String call, String reason) {
    String said = refusalOf(call);

    String top = said.lines().limit(LINES_THAT_ARE_READ).collect(Collectors.joining("\n"));
    assertTrue(top.contains(reason), said);
  }

  /** JDK 17 does not print annotations, so only this shows there what would make JDK 25 crash. */
  @Test
  void overloadsHaveNoAnnotationThatTheCompilerWouldLookFor() {
    List<String> annotated =
        WITH_OVERLOADS.stream()
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(CompilerMessagesTest::isOverloaded)
            .filter(
                method ->
                    Arrays.stream(method.getAnnotatedParameterTypes())
                        .anyMatch(CompilerMessagesTest::isAnnotated))
            .map(Method::toGenericString)
            .toList();

    assertEquals(List.of(), annotated);
  }

  private static boolean isOverloaded(Method method) {
    return Arrays.stream(method.getDeclaringClass().getMethods())
            .filter(other -> other.getName().equals(method.getName()))
            .count()
        > 1;
  }

  private static boolean isAnnotated(AnnotatedType type) {
    Stream<AnnotatedType> parts = Stream.empty();
    if (type instanceof AnnotatedParameterizedType generic) {
      parts = Arrays.stream(generic.getAnnotatedActualTypeArguments());
    } else if (type instanceof AnnotatedWildcardType wildcard) {
      parts =
          Stream.of(wildcard.getAnnotatedLowerBounds(), wildcard.getAnnotatedUpperBounds())
              .flatMap(Arrays::stream);
    }
    return type.getAnnotations().length > 0 || parts.anyMatch(CompilerMessagesTest::isAnnotated);
  }

  /** Compiles like a program that does not have the annotations of JSpecify. */
  private String refusalOf(String call) {
    String classPath =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !new File(entry).getName().startsWith("jspecify"))
            .collect(Collectors.joining(File.pathSeparator));
    String source =
        """
        import dev.procession.MapOptions;
        import dev.procession.ProcessPool;
        import dev.procession.TaskOptions;
        import java.util.List;
        import java.util.Map;
        import java.util.concurrent.Callable;
        import java.util.function.Function;
        import java.util.function.Supplier;
        class Mistake {
          ProcessPool pool;
          List<Integer> numbers;
          List<Runnable> runnables;
          Map<String, Integer> table;
          Function<Integer, Integer> function;
          Supplier<String> supplier;
          Callable<Integer> callable;
          MapOptions options;
          TaskOptions single;
          void make() throws Exception {
            var made = CALL;
          }
        }
        """
            .replace(call.startsWith("pool.forEach") ? "var made = CALL" : "CALL", call);
    StringWriter said = new StringWriter();
    JavaCompiler.CompilationTask compilation =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                said,
                null,
                null,
                List.of("-proc:none", "-cp", classPath, "-d", folder.toString()),
                null,
                List.of(new Mistake(source)));
    compilation.setLocale(Locale.ENGLISH);
    assertFalse(compilation.call(), call);
    return said.toString();
  }

  private static final class Mistake extends SimpleJavaFileObject {
    private final String source;

    Mistake(String source) {
      super(URI.create("memory:///Mistake.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
