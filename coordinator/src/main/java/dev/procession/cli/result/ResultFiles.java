package dev.procession.cli.result;

import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.Fields;
import dev.procession.cli.item.RawText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files with what was printed for each item, in the folders that GNU parallel makes: {@code
 * DIR/1/ITEM/stdout}, and for two inputs {@code DIR/1/FIRST/2/SECOND/stdout}.
 *
 * @param folder where they are
 */
public record ResultFiles(Path folder) {
  private static final int MAX_NAME_CHARS = 100;

  /**
   * Files in a folder, which is made.
   *
   * @throws UsageException if it cannot be made
   */
  public static ResultFiles in(File folder) {
    try {
      return new ResultFiles(Files.createDirectories(folder.toPath()));
    } catch (IOException e) {
      throw new UsageException(
          "--results: cannot make the folder " + folder + ": " + StreamFailure.ofFile(e));
    }
  }

  /** Writes the files of an item. */
  void write(long number, List<String> inputs, byte[] out, byte[] err) throws IOException {
    Path path = folder;
    for (int i = 0; i < inputs.size(); i++) {
      path = path.resolve(Integer.toString(i + 1)).resolve(RawText.path(name(inputs.get(i))));
    }
    Files.createDirectories(path);
    Files.write(path.resolve("stdout"), out);
    Files.write(path.resolve("stderr"), err);
    Files.write(path.resolve("seq"), Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  /** A name of a file that is as much of the input as can be. */
  private static String name(String input) {
    String name = input.replace("\\", "\\\\").replace("/", "\\_").replace("\0", "\\0");
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return "\\" + name;
    }
    return name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS);
  }

  /** What an item that may be several inputs consists of. */
  static List<String> inputs(String item, boolean areFields) {
    return areFields ? Fields.split(item) : List.of(item);
  }
}
