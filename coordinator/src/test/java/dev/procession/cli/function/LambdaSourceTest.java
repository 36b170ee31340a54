package dev.procession.cli.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.compile.Imports;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.LineFormat;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LambdaSourceTest {
  private static final UserClassPath CLASSES = UserClassPath.on(List.of());

  @Test
  void firstItemDecidesTheTypeOfAnUndeclaredParameter() throws Exception {
    assertEquals("9", apply("x -> x * x", "3"));
    assertEquals("6.25", apply("x -> x * x", "2.5"));
    assertEquals("3", apply("x -> x.length()", "abc"));
    assertEquals("9", apply("(var x) -> x * x", "3"));
  }

  @Test
  void declaredTypeConvertsTheItem() throws Exception {
    assertEquals("true", apply("(Path p) -> p.startsWith(\"/a\")", "/a/b"));
    assertEquals("4", apply("(int x) -> x + 1", "3"));
    assertEquals("1009", apply("(BigInteger n) -> n.nextProbablePrime()", "1000"));
    assertEquals("MONDAY", apply("(LocalDate d) -> d.getDayOfWeek()", "2024-01-01"));
    assertEquals("SECONDS", apply("(TimeUnit unit) -> unit", "SECONDS"));
  }

  @Test
  void usualImportsAndCheckedExceptionsNeedNoCeremony(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    String result =
        apply(
            "(Path p) -> HexFormat.of().formatHex(MessageDigest.getInstance(\"SHA-256\")"
                + ".digest(Files.readAllBytes(p))) + \"  \" + p",
            file.toString());

    assertEquals(digest + "  " + file, result);
    assertEquals(64, HexFormat.of().parseHex(digest).length * 2);
  }

  @Test
  void blockLambdasMayHaveLocalsClassesAndSeveralLines() throws Exception {
    assertEquals(
        "4\n8",
        apply(
            """
            x -> {
              record Pair(long a, long b) {}
              var y = new Pair(x + 1, x + x + 2);
              Function<Pair, long[]> f = p -> { return new long[] {p.a(), p.b()}; };
              return f.apply(y);
            }
            """,
            "3"));
  }

  @Test
  void lambdaWithoutValueReturnsNothing() {
    assertTrue(function("x -> System.err.print(\"\")", "1").returnsNothing());
    assertTrue(function("x -> { int y = 1; }", "1").returnsNothing());
    assertFalse(function("x -> Math.abs(x)", "1").returnsNothing());
  }

  @Test
  void caretPointsIntoTheUsersText() {
    assertEquals(
        """
        the function does not compile: cannot find symbol
          x -> x * yy
                   ^
          symbol:   variable yy""",
        refusal("x -> x * yy", "1"));
    assertEquals(
        """
        the function does not compile: cannot find symbol
          (Pth p) -> p
           ^
          symbol:   class Pth
        write its fully qualified name, or import it with -e package.Pth""",
        refusal("(Pth p) -> p", "1"));
  }

  @Test
  void caretOfALambdaOfSeveralLinesStandsBelowTheRightLine() {
    String refusal = refusal("x -> {\n  var y = x + 1;\n\treturn y.foo();\n}", "1");

    assertTrue(
        refusal.startsWith(
            """
            the function does not compile: line 3: long cannot be dereferenced
              \treturn y.foo();
              \t        ^
            """),
        refusal);
  }

  @Test
  void caretOfAnUnfinishedLambdaStandsAtItsEnd() {
    String refusal = refusal("x -> foo(x", "1");

    assertTrue(refusal.endsWith("  x -> foo(x\n            ^"), refusal);
  }

  @Test
  void typeFromTheFirstItemIsExplainedWhereItIsTheTrouble() {
    String refusal = refusal("x -> x.length()", "12");

    assertTrue(refusal.contains("x is a long because the first item is \"12\""), refusal);
    assertTrue(refusal.contains("--type text"), refusal);
  }

  @Test
  void errorsNeverMentionTheClassAroundTheLambda() {
    for (String text :
        List.of("x -> y", "x -> this", "x -> foo(1)", "(a, b) -> 1", "x ->", "x -> 1; }")) {
      assertFalse(refusal(text, "1").contains("Procession"), refusal(text, "1"));
    }
  }

  @Test
  void wrongNumberOfParametersIsSaid() {
    assertTrue(refusal("(a, b) -> a", "1").contains("has 2 parameters, and an item is one text"));
    assertTrue(refusal("() -> 1", "1").contains("must have a parameter"));
  }

  @Test
  void whatIsNoLambdaIsRefused() {
    assertTrue(refusal("1 + 1", "1").contains("not a lambda"));
    assertTrue(refusal("x -> x, y -> y", "1").contains("does not compile"));
  }

  @Test
  void typeOptionThatContradictsTheLambdaIsRefused() {
    FunctionSource source =
        FunctionSource.of("(Path p) -> p", new MemoryCompiler(CLASSES, Imports.USUAL));

    UsageException refusal =
        assertThrows(
            UsageException.class,
            () -> source.function(Optional.of(ItemType.given(long.class)), LineFormat.TEXT));

    assertTrue(String.valueOf(refusal.getMessage()).contains("--type"), refusal.getMessage());
  }

  @Test
  void compiledClassesAreServedAsResources() throws Exception {
    TextFunction function = function("x -> new Object() { long y = x; }.y", "1");
    ClassLoader loader = function.getClass().getClassLoader();

    for (String name : List.of("ProcessionLambda.class", "ProcessionLambda$1.class")) {
      try (InputStream bytes = loader.getResourceAsStream(name)) {
        assertEquals(0xCA, bytes.read());
      }
    }
  }

  private static TextFunction function(String text, String firstItem) {
    return FunctionSource.of(text, new MemoryCompiler(CLASSES, Imports.USUAL))
        .function(Optional.of(ItemType.inferredFrom(firstItem)), LineFormat.TEXT);
  }

  private static String apply(String text, String item) throws Exception {
    return function(text, item).apply(item);
  }

  private static String refusal(String text, String item) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> function(text, item)).getMessage());
  }
}
