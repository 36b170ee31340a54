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
import dev.procession.task.SerializableFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class FunctionSourceTest {
  private static final UserClassPath CLASSES = UserClassPath.on(List.of());
  private static final String HERE = FunctionSourceTest.class.getName();

  static String parentOf(Path path) {
    return String.valueOf(path.getParent());
  }

  static int failing(int item) {
    throw new IllegalStateException("item " + item);
  }

  /** A function class that says its item's type. */
  static final class Increment implements SerializableFunction<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer apply(Integer item) {
      return item + 1;
    }
  }

  /** A function class that is not serializable. */
  static final class Shout implements UnaryOperator<String> {
    @Override
    public String apply(String item) {
      return item + "!";
    }
  }

  /** A function class without a type of its own. */
  static final class Describe<T> implements Function<T, String> {
    @Override
    public String apply(T item) {
      return item.getClass().getSimpleName();
    }
  }

  /** A function class that cannot be made. */
  static final class Needy implements UnaryOperator<String> {
    Needy(String need) {
      assert need != null;
    }

    @Override
    public String apply(String item) {
      return item;
    }
  }

  /** A class that cannot be created from text, and has an object in each worker. */
  static final class Counting {
    private int calls;

    int count(String item) {
      calls++;
      return calls;
    }
  }

  /** A class that nothing but its own constructor creates. */
  record Wrapped(Path file) {
    String with(String other) {
      return file + other;
    }
  }

  interface Shape {
    double area(double side);
  }

  @Test
  void constructorIsFoundByItsName() throws Exception {
    assertEquals("Wrapped[file=a/b]", apply(HERE + ".Wrapped::new", "a/b"));
    assertEquals("a/b", apply("java.io.File::new", "a/b"));
    assertEquals("12", apply("java.math.BigDecimal::new", "12"));
  }

  @Test
  void methodOfAnObjectIsFoundByItsNameAndTheObjectIsKept() throws Exception {
    TextFunction function = function(HERE + ".Counting::count", "a");

    assertEquals("1", function.apply("a"));
    assertEquals("2", function.apply("b"));
  }

  @Test
  void methodWithoutAnObjectIsRefusedWithWhatToWrite() {
    assertEquals(
        HERE
            + "$Wrapped::with is not static, and Wrapped has no constructor without parameters for"
            + " an object to call it on; make the method static, or write a lambda such as"
            + " 'x -> new Wrapped(…).with(x)'",
        refusal(HERE + ".Wrapped::with", "a"));
    assertTrue(refusal(HERE + ".Shape::area", "1").contains("is not static"));
    assertTrue(refusal("String::concat", "a").contains("does not take one item"));
    assertEquals(
        HERE + "$Shape cannot be instantiated: it is an interface",
        refusal(HERE + ".Shape::new", "1"));
    assertEquals(
        "java.lang.Thread$State cannot be instantiated: it is an enum",
        refusal("java.lang.Thread.State::new", "NEW"));
  }

  @Test
  void staticMethodIsFoundByItsName() throws Exception {
    assertEquals("/a", apply(HERE + "::parentOf", "/a/b"));
    assertEquals("2.0", apply("java.lang.Math::sqrt", "4"));
    assertEquals("2.0", apply("Math::sqrt", "4"));
  }

  @Test
  void methodOfTheItemIsFoundByItsName() throws Exception {
    assertEquals("ABC", apply("String::toUpperCase", "abc"));
  }

  @Test
  void overloadIsChosenByTheItem() throws Exception {
    assertEquals("7", apply("Math::abs", "-7"));
    assertEquals("7.5", apply("Math::abs", "-7.5"));
  }

  @Test
  void overloadsThatDoNotFitAreListed() {
    String refusal = refusal("Math::abs", "x");

    assertTrue(refusal.contains("abs(int)") && refusal.contains("abs(double)"), refusal);
    assertTrue(refusal.contains("--type"), refusal);
  }

  @Test
  void exceptionOfTheMethodComesAsItIs() {
    assertThrows(IllegalStateException.class, () -> apply(HERE + "::failing", "1"));
  }

  @Test
  void classThatIsAFunctionIsMadeByName() throws Exception {
    assertEquals("2", apply(HERE + ".Increment", "1"));
    assertEquals("1!", apply(HERE + "$Shout", "1"));
    assertEquals("Long", apply(HERE + ".Describe", "1"));
  }

  @Test
  void functionsSurviveTheJourney() throws Exception {
    for (String text : List.of("x -> x + 1", HERE + ".Increment", "Math::incrementExact")) {
      assertEquals("2", copy(function(text, "1")).apply("1"));
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertTrue(refusal("com.acme.Missing::parse", "1").contains("com.acme.Missing"));
    assertTrue(refusal("com.acme.Missing", "1").contains("--class-path"));
    assertTrue(refusal("Math::sqroot", "1").contains("sqrt"));
    assertTrue(refusal("Math::max", "1").contains("does not take one item"));
    assertTrue(refusal("java.lang.Math", "1").contains("not a function"));
    assertTrue(refusal(HERE + ".Needy", "1").contains("constructor"));
  }

  @Test
  void onlyAnOpenTypeNeedsAnItem() {
    assertTrue(
        FunctionSource.of("x -> x", new MemoryCompiler(CLASSES, Imports.USUAL)).needsItemType());
    assertTrue(
        FunctionSource.of("Math::abs", new MemoryCompiler(CLASSES, Imports.USUAL)).needsItemType());
    assertFalse(
        FunctionSource.of("(Path x) -> x", new MemoryCompiler(CLASSES, Imports.USUAL))
            .needsItemType());
    assertFalse(
        FunctionSource.of("Math::sqrt", new MemoryCompiler(CLASSES, Imports.USUAL))
            .needsItemType());
  }

  private static TextFunction function(String text, String firstItem) {
    FunctionSource source = FunctionSource.of(text, new MemoryCompiler(CLASSES, Imports.USUAL));
    return source.function(Optional.of(ItemType.inferredFrom(firstItem)), LineFormat.TEXT);
  }

  private static String apply(String text, String item) throws Exception {
    return function(text, item).apply(item);
  }

  private static String refusal(String text, String item) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> function(text, item)).getMessage());
  }

  private static TextFunction copy(TextFunction function) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(function);
    }
    ClassLoader loader = function.getClass().getClassLoader();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
          @Override
          protected Class<?> resolveClass(java.io.ObjectStreamClass type)
              throws ClassNotFoundException {
            return Class.forName(type.getName(), false, loader);
          }
        }) {
      return (TextFunction) in.readObject();
    }
  }
}
