package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(bash), "no bash here");
    List<String> print =
        List.of(
            Jvm.java(Jvm.ownHome()), "-jar", Jvm.processionJar().toString(), "completion", "bash");
    try (Jvm program = Jvm.start(folder, print)) {
      Files.writeString(folder.resolve("script"), program.end().expect(0).out());
    }
    Files.writeString(folder.resolve("items.txt"), "1");

    try (Jvm shell = Jvm.start(folder, List.of(bash.toString(), "--norc", "-c", ASK))) {
      Ended ended = shell.end().expect(0);

      assertEquals("", ended.err());
      assertEquals(
          List.of(
              "compare completion",
              "--jobs --joblog",
              "--keep-going",
              "--resume --retries",
              "text jsonl",
              "bash zsh",
              "squares isolation order crash runaway memory race chunks",
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
