package dev.procession.cli.program;

import dev.procession.cli.console.EscapedText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Optional;

/**
 * What becomes of what a program prints.
 *
 * @param when when it is printed
 * @param tag whether each line begins with the item; for lines that are seen at once
 */
public record Printing(When when, boolean tag) implements Serializable {
  /** When output is to be visible. */
  public enum When {
    /** Once the program has ended, in one piece. */
    WHOLE,
    /** Each line as soon as it ends. */
    LINES
  }

  /** Copies lines to {@code worker}, a stream of this worker's, where that is wanted. */
  Optional<OutputStream> copy(Call call, OutputStream worker) {
    if (when == When.WHOLE) {
      return Optional.empty();
    }
    String prefix = tag ? EscapedText.of(String.join("\t", call.inputs())) + "\t" : "";
    return Optional.of(new TaggedLines(prefix, worker));
  }

  /** Writes whole lines, each with the same beginning. */
  private static final class TaggedLines extends OutputStream {
    private final byte[] prefix;
    private final OutputStream out;
    private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();

    TaggedLines(String prefix, OutputStream out) {
      this.prefix = dev.procession.cli.item.RawText.encode(prefix);
      this.out = out;
    }

    @Override
    public synchronized void write(int b) throws IOException {
      if (line.size() == 0) {
        line.writeBytes(prefix);
      }
      line.write(b);
      if (b == '\n') {
        line.writeTo(out);
        out.flush();
        line.reset();
      }
    }

    @Override
    public synchronized void close() throws IOException {
      if (line.size() > 0) {
        write('\n');
      }
    }
  }
}
