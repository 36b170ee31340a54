package dev.procession.cli.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.CommandRun;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InitSourceTest {
  private static final String HERE = InitSourceTest.class.getName();
  private static final String STATE = "x -> System.getProperty(\"init.test\")";

  static void prepare() {
    System.setProperty("init.test", "method");
  }

  static void fail() throws IOException {
    if (System.getProperty("init.test") == null) {
      throw new IOException("no table");
    }
  }

  static void withParameter(int number) {
    System.setProperty("init.test", "" + number);
  }

  @AfterEach
  void forget() {
    System.clearProperty("init.test");
  }

  @Test
  void staticMethodRunsFirst() {
    assertEquals("method\n", CommandRun.of("map", "--init", HERE + "::prepare", STATE, "1").out());
  }

  @Test
  void codeRunsFirst() {
    String set = "System.setProperty(\"init.test\", \"code\")";
    String[] forms = {
      set,
      " " + set + "; ",
      "String s = \"code\"; System.setProperty(\"init.test\", s);",
      "if (true) { " + set + "; }",
      set + " // so it is",
      set + ";\nreturn;",
      "String before = " + set,
      "Files.exists(Path.of(\".\")) ? " + set + " : null",
    };
    for (String form : forms) {
      forget();
      CommandRun run = CommandRun.of("map", "--init", form, STATE, "1");
      assertEquals(new CommandRun(0, "code\n", ""), run, form);
    }
  }

  @Test
  void whatItThrowsIsSaidAndEndsWithThree() {
    for (String failing : new String[] {HERE + "::fail", "throw new IOException(\"no table\")"}) {
      CommandRun run = CommandRun.of("map", "--init", failing, "x -> x", "1");

      String said = "procession: --init failed in the worker: java.io.IOException: no table\n";
      assertEquals(new CommandRun(3, "", said), run);
    }
  }

  @Test
  void traceOfWhatItThrowsIsForVerboseOnly() {
    CommandRun run = CommandRun.of("map", "-v", "--init", HERE + "::fail", "x -> x", "1");

    assertTrue(run.err().contains("\tat " + HERE + ".fail"), run.err());
  }

  @Test
  void codeThatDoesNotCompileGetsACaret() {
    String[][] wrong = {
      {"Sytem.gc()", "--init does not compile: cannot find symbol\n  Sytem.gc()\n  ^"},
      {"int x = ; f()", "\n  int x = ; f()\n          ^"},
      {"Prices.TABLE", "\n  Prices.TABLE\n  ^"},
      {"", "--init is empty"},
    };
    for (String[] each : wrong) {
      CommandRun run = CommandRun.of("map", "--init", each[0], "x -> x", "1");

      assertEquals(2, run.status(), each[0]);
      assertTrue(run.err().contains(each[1]), run.err());
      assertFalse(run.err().contains("ProcessionInit"), run.err());
      assertFalse(run.err().contains("\tat "), run.err());
    }
  }

  @Test
  void methodThatIsNotThereIsToldFromThoseThatAre() {
    String known = "without parameters; it has fail, prepare";
    for (String missing : new String[] {"::prepair", "::withParameter", "::forget"}) {
      CommandRun run = CommandRun.of("map", "--init", HERE + missing, "x -> x", "1");

      assertEquals(2, run.status());
      assertTrue(run.err().contains(known), run.err());
    }
    String err = CommandRun.of("map", "--init", "com.acme.No::prepare", "x -> x", "1").err();
    assertTrue(err.contains("--init: there is no class com.acme.No"), err);
  }
}
