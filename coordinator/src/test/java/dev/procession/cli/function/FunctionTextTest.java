package dev.procession.cli.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x -> 12/x                      | x->12 / x
          x -> y=-1                      | x -> y = - 1
          (List<List<Long>> x) -> 1      | ( List< List<Long> > x )->1
          x -> x /* half */ / 2          | x -> x / 2 // of it
          x -> "a  b" + x                | x->"a  b"+x
          x -> { return x; }             | x->{return x;}
          """)
  void spacesAndCommentsMakeNoDifference(String one, String other) {
    assertEquals(FunctionText.tokens(one), FunctionText.tokens(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x -> "a b"                     | x -> "a  b"
          x -> ' '                       | x -> '  '
          x -> a++ + x                   | x -> a + ++x
          x -> a - -x                    | x -> a-- - x
          x -> "//" + x                  | x -> "//" + 1
          x -> "\\"//" + x               | x -> "\\"//" + 1
          x -> {return x;}               | x -> {returnx;}
          x -> \"""a "b" c\""" + x        | x -> \"""a "b"  c\""" + x
          """)
  void whatIsAnotherFunctionStaysAnother(String one, String other) {
    assertNotEquals(FunctionText.tokens(one), FunctionText.tokens(other));
  }

  @Test
  void whatIsNoJavaIsKept() {
    assertEquals("x \" y", FunctionText.tokens("x  \"y"));
  }

  @Test
  void longTextIsRead() {
    String literal = "\"" + "a \\n".repeat(100_000) + "\"";

    assertEquals("x - > " + literal, FunctionText.tokens("x -> " + literal));
  }
}
