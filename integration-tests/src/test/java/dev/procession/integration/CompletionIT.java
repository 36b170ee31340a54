package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code procession completion} prints, in a real shell. */
final class CompletionIT {
  /** Asks as the shell does when Tab is pressed; compopt works only while it is. */
  private static final String ASK =
      """
      set -eu
      source ./script
      complete -p procession >/dev/null
      compopt() { :; }
      ask() {
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
        _complete_procession || :
        echo "${COMPREPLY[*]-}"
      }
      ask procession co
      ask procession map --jo
      ask procession map 'x -> x' --keep
      ask ./procession map --re
      ask procession map --input ''
      ask procession completion ''
      ask procession demo ''
      ask procession demo r
      ask procession map --no
      ask procession map -a item
      ask procession map --joblog item
      ask procession compare -cp item
      ask procession demo --timeline item
      """;

  @TempDir private Path folder;

  @Test
  void bashCompletesCommandsOptionsAndTheirValues() throws IOException {
    Path bash = Needs.program("bash");
    Ended printed = ProcessionCommand.run(folder, "completion", "bash").expect(0);
    Files.writeString(folder.resolve("script"), printed.out());
    Files.writeString(folder.resolve("items.txt"), "1");

    try (Jvm shell = Jvm.start(folder, List.of(bash.toString(), "--norc", "-c", ASK))) {
      Ended ended = shell.end().expect(0);

      assertEquals("", ended.err());
      assertEquals(
          List.of(
              "compare completion",
              "--jobs --joblog",
              "--keep-order --keep-going",
              "--resume --retries --retry-delay --results",
              "text jsonl csv",
              "bash zsh",
              "squares isolation order crash runaway memory race deadlock queue chunks",
              "runaway race",
              "--no-bar",
              "items.txt",
              "items.txt",
              "items.txt",
              "items.txt"),
          ended.lines());
    }
  }
}
