package dev.procession.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExactArgumentsTest {
  @TempDir private Path folder;

  private String[] given(String commandLine, String... decoded) throws IOException {
    Path file = Files.write(folder.resolve("cmdline"), commandLine.getBytes(ISO_8859_1));
    return ExactArguments.of(decoded, file);
  }

  @Test
  void whatTheJvmCouldNotDecodeIsReadAgain() throws IOException {
    String commandLine = "java\0-jar\0x.jar\0map\0\0\u00c3\u00bc\0caf\u00e9\0";

    assertArrayEquals(
        new String[] {"map", "", "\u00fc", "caf\udce9"},
        given(commandLine, "map", "", "\ufffd\ufffd", "caf\ufffd"));
  }

  @Test
  void whatItCouldIsLeftAlone() throws IOException {
    String[] decoded = {"map", "\u00fc"};

    assertSame(decoded, ExactArguments.of(decoded, folder.resolve("nowhere")));
  }

  @Test
  void whereNobodyKnowsTheyStayAsTheyAre() throws IOException {
    String[] decoded = {"map", "\ufffd"};

    assertSame(decoded, ExactArguments.of(decoded, folder.resolve("nowhere")));
    assertArrayEquals(decoded, given("java\0", decoded));
  }
}
