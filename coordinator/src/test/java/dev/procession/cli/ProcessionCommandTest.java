package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cli.compare.MeasuringTime;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands are made ready. */
final class ProcessionCommandTest {
  private static final Set<String> ALL =
      Set.of(
          "map",
          "run",
          "sh",
          "compare",
          "prepare",
          "doctor",
          "hosts",
          "node",
          "drain",
          "cluster",
          "demo",
          "completion",
          "help");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map", "run", "sh", "compare", "prepare", "doctor", "hosts", "node", "drain", "cluster",
        "demo"
      })
  void commandThatIsNamedIsTheOnlyOne(String name) {
    assertEquals(Set.of(name), commands(name, "help"));
  }

  @Test
  void allAreThereForWhatSpeaksOfAll() {
    for (List<String> arguments :
        List.of(
            List.<String>of(),
            List.of("help", "map"),
            List.of("completion"),
            List.of("--help", "map"),
            List.of("mpa"))) {
      assertEquals(ALL, commands(arguments.toArray(String[]::new)), arguments.toString());
    }
  }

  private static Set<String> commands(String... arguments) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    CommandContext surroundings =
        new CommandContext(
            InputStream.nullInputStream(),
            nowhere,
            new Messages(nowhere),
            Terminal.none(),
            e -> false,
            action -> {},
            new InProcessWorkers(),
            MeasuringTime.USUAL);
    PrintWriter writer = new PrintWriter(nowhere, true, UTF_8);
    return ProcessionCommand.commandLine(surroundings, writer, writer, arguments)
        .getSubcommands()
        .keySet();
  }
}
