package dev.procession.cli.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class LocalPoolLauncherTest {
  private final LocalPoolLauncher workers =
      new LocalPoolLauncher(
          new Messages(new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));

  @Test
  void flagsExplainedAreThoseOfThePoolThatWouldBeOpened() {
    List<String> flags =
        workers.explain(settings(OptionalInt.of(1))).stream().map(ExplainedFlag::flag).toList();

    assertTrue(flags.contains("-Xmx" + (48 << 20)), flags.toString());
    assertTrue(flags.contains("-Dmine=7"), flags.toString());
    assertTrue(flags.get(0).contains(System.getProperty("java.home")), flags.get(0));
  }

  @Test
  void settingThatThePoolRefusesIsNotExplained() {
    UsageException refusal =
        assertThrows(UsageException.class, () -> workers.explain(settings(OptionalInt.of(0))));

    assertEquals("--jobs", String.valueOf(refusal.getMessage()).substring(0, 6));
  }

  private static WorkerSettings settings(OptionalInt jobs) {
    return new WorkerSettings(
        jobs,
        List.of("-Dmine=7"),
        Optional.of("48m"),
        OptionalInt.empty(),
        OptionalInt.empty(),
        UserClassPath.on(List.of()));
  }
}
