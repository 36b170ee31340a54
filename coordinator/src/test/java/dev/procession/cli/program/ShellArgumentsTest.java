package dev.procession.cli.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cli.item.RawText;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShellArgumentsTest {
  @Test
  void textIsPassedAsItIs() {
    assertEquals(List.of("/bin/sh", "-c", "echo 'a b'"), ShellArguments.of("echo 'a b'"));
  }

  @Test
  void otherBytesAreEscaped() {
    List<String> command = ShellArguments.of("echo '\\" + raw("\u00e9") + "%'");

    assertEquals(List.of("/bin/sh", "echo '\\\\\\0351%'"), command.subList(3, command.size()));
  }

  @Test
  void longCommandIsPassedInPieces() {
    String line = "echo " + "x".repeat(300_000);

    List<String> pieces = ShellArguments.of(line).subList(4, 7);

    assertEquals(line, String.join("", pieces));
    pieces.forEach(piece -> assertEquals(true, piece.getBytes(UTF_8).length < 128 << 10));
  }

  private static String raw(String latin1) {
    return RawText.decode(latin1.getBytes(ISO_8859_1));
  }
}
