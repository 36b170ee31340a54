package dev.procession.cli.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImportsTest {
  @Test
  void lambdasSeeWhatIsImported() {
    assertEquals(
        "2.0\n", CommandRun.of("map", "-e", "static java.lang.Math.*", "x -> sqrt(x)", "4").out());
    assertEquals(
        "3.0 4\n",
        CommandRun.of(
                "map",
                "--import",
                "java.awt.geom.Point2D",
                "-e",
                "java.lang.annotation.*",
                "x -> new Point2D.Double(3, x).getX() + \" \" + ElementType.values()[4].ordinal()",
                "4")
            .out());
  }

  @Test
  void importMayBeWrittenAsTheStatement() {
    assertEquals(
        List.of("static java.lang.Math.*"),
        Imports.of(List.of(" import static  java.lang.Math.* ; ")).users());
  }

  @Test
  void whatDoesNotExistIsNamed() {
    String[][] wrong = {
      {"java.utl.*", "--import java.utl.*: package java.utl does not exist"},
      {"java.util.Lst", "--import java.util.Lst: cannot find symbol"},
      {"static java.lang.Math.sqroot", "--import static java.lang.Math.sqroot: cannot find symbol"},
    };
    for (String[] each : wrong) {
      // The lambda has its own mistake, which may well be that of the import.
      CommandRun run =
          CommandRun.of("map", "-e", "java.awt.*", "-e", each[0], "x -> Lst.of(x)", "1");

      assertEquals(2, run.status());
      assertTrue(run.err().startsWith("procession: " + each[1]), run.err());
      assertFalse(run.err().contains("\tat "), run.err());
    }
  }

  @Test
  void whatIsNoImportIsRefused() {
    for (String wrong : List.of("", "List", "java.util.", "java util", "a.b; class C {}")) {
      CommandRun run = CommandRun.of("map", "-e", wrong, "x -> x", "1");

      assertEquals(2, run.status());
      assertTrue(run.err().contains("is not an import; write for example"), run.err());
    }
  }

  @Test
  void caretStandsRightBehindImports() {
    CommandRun run = CommandRun.of("map", "-e", "java.awt.*", "x -> y", "1");

    assertTrue(run.err().contains("\n  x -> y\n       ^"), run.err());
  }
}
