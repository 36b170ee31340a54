package dev.procession.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.cli.item.RawText;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line as arguments of {@code /bin/sh}, whatever bytes it has and however long it is.
 *
 * <p>Java passes arguments as text, and the system takes one of 128 KiB at most. What is not text,
 * or longer, is passed in pieces, with such bytes in the notation of {@code printf %b}; the shell
 * puts it together and evaluates it.
 */
final class ShellArguments {
  private static final String SHELL = "/bin/sh";

  /** A page less than Linux takes, whose pages are 4 KiB at least. */
  private static final int MAX_BYTES = (128 << 10) - (4 << 10);

  private static final String CHANGE_FOLDER = "CDPATH= cd -- \"$(printf %b \"$1\")\" && shift && ";
  private static final String EVALUATE = "eval \"set --\n$(printf %b \"$@\")\"";

  private ShellArguments() {}

  /** The command that runs {@code line}. */
  static List<String> of(String line) {
    return fits(line) ? List.of(SHELL, "-c", line) : inPieces(EVALUATE, Optional.empty(), line);
  }

  /** The command that runs {@code line} in a folder whose name is not {@link #isText text}. */
  static List<String> in(String folder, String line) {
    return inPieces(CHANGE_FOLDER + EVALUATE, Optional.of(folder), line);
  }

  /** Whether Java can pass it to another process, and to the system, as it is. */
  static boolean isText(String text) {
    return charset().newEncoder().canEncode(text);
  }

  private static boolean fits(String line) {
    return isText(line) && line.getBytes(charset()).length < MAX_BYTES;
  }

  private static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", UTF_8.name()));
  }

  private static List<String> inPieces(String script, Optional<String> folder, String line) {
    List<String> command = new ArrayList<>(List.of(SHELL, "-c", script, SHELL));
    folder.ifPresent(name -> command.add(escaped(RawText.encode(name)).get(0)));
    command.addAll(escaped(RawText.encode(line)));
    return command;
  }

  private static List<String> escaped(byte[] bytes) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (byte b : bytes) {
      if (b < 0) {
        piece.append("\\0").append(Integer.toOctalString(b & 0xFF));
      } else {
        piece.append(b == '\\' ? "\\\\" : Character.toString(b));
      }
      if (piece.length() > MAX_BYTES - 8) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
