package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HostsCommandTest {
  @Test
  void eachHostHasALine() {
    CommandRun run = CommandRun.of("hosts", "--hosts", "10.0.0.1, 4/user@10.0.0.2,nowhere");

    assertEquals(
        """
        HOST                     WORKERS  PROCESSORS  JAVA         PROTOCOL
        10.0.0.1                       8           8  17.0.1              1
        user@10.0.0.2                  4           8  17.0.1              1
        nowhere                  cannot be used: say "friend"\\nand enter
        """,
        run.out());
    assertEquals("", run.err());
    assertEquals(0, run.status());
  }

  @Test
  void eachHostHasAnObject() {
    CommandRun run = CommandRun.of("hosts", "--json", "--hosts", "2/a,nowhere");

    assertEquals(
        """
        {"host":"a","reached":true,"workers":2,"processors":8,"java":"17.0.1","protocol":1}
        {"host":"nowhere","reached":false,"reason":"say \\"friend\\"\\u000aand enter"}
        """,
        run.out());
    assertEquals(0, run.status());
  }

  @Test
  void noHostThatCanBeUsedIsStatusThree() {
    CommandRun run = CommandRun.with(new FailingWorkers(), "hosts", "--hosts", "a,b");

    assertEquals(
        List.of(
            "a                        cannot be used: no route",
            "b                        cannot be used: no route"),
        run.out().lines().skip(1).toList());
    assertEquals(3, run.status());
  }

  @Test
  void wrongUsageIsStatusTwo() {
    String[][] wrong = {
      {"hosts"},
      {"hosts", "--hosts", "0/a"},
      {"hosts", "--hosts", "a,"},
      {"hosts", "--hosts", "a,a"},
      {"hosts", "--hosts", "a", "--ssh", " "},
      {"hosts", "--hosts", "a", "b"},
      {"hosts", "--ssh", "ssh"},
      {"hosts", "--hosts", "a", "--cluster", "folder"},
      {"hosts", "--cluster", "no-such-folder"}
    };
    for (String[] arguments : wrong) {
      CommandRun run = CommandRun.of(arguments);

      assertEquals(2, run.status(), () -> String.join(" ", arguments));
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("procession: "), run.err());
    }
  }
}
