package dev.procession.cli.item;

import dev.procession.cli.console.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a byte stream into items of {@link RawText}, at line ends or at NUL bytes.
 *
 * <p>It asks the stream for more only when it has no whole item left, so a line that is typed is an
 * item before the next one is. It is read by one thread.
 */
public final class ItemReader implements ItemSource {
  /**
   * The maximum length of an item, which must fit into an array; a longer one most likely lacks
   * separators.
   */
  public static final int MAX_ITEM_BYTES = 64 << 20;

  /** The byte order mark of Windows editors, which is not part of the first item. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Separator separator;
  private final String sourceName;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  // Owned by the reading thread: buffer[start, end) is read and not yet given out.
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private long itemsRead;

  public ItemReader(InputStream in, Separator separator, String sourceName) {
    this.in = in;
    this.separator = separator;
    this.sourceName = sourceName;
  }

  /**
   * The end of an item.
   *
   * @param end its last byte
   * @param unit what an item is called
   */
  public record Separator(byte end, String unit) {
    /** A line end. */
    public static final Separator LINE = new Separator((byte) '\n', "line");

    /** The byte 0. */
    public static final Separator NUL = new Separator((byte) 0, "record");

    /**
     * The separator that a user wrote: one ASCII character, or {@code \t}, {@code \n}, {@code \0}.
     *
     * @throws UsageException if it is something else
     */
    public static Separator of(String text) {
      return switch (text) {
        case "\\n", "\n" -> LINE;
        case "\\0" -> NUL;
        case "\\t" -> new Separator((byte) '\t', "record");
        default -> {
          if (text.length() != 1 || text.charAt(0) > 127) {
            throw new UsageException(
                "-d: "
                    + ItemConverter.quoted(text)
                    + " is not one ASCII character; write for example -d , or -d '\\t'");
          }
          yield new Separator((byte) text.charAt(0), "record");
        }
      };
    }
  }

  /** The position of an item, by its index from 0. */
  @Override
  public String describe(long index) {
    return separator.unit + " " + (index + 1) + " of " + sourceName;
  }

  /**
   * The next item, without what ends it, or null at the end of the input.
   *
   * @throws IOException if the input cannot be read, or an item would be too long
   */
  @Override
  public @Nullable String next() throws IOException {
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == separator.end) {
          String item = text(start, i);
          start = i + 1;
          return item;
        }
      }
      int pending = end - start;
      if (!fill()) {
        return pending == 0 ? null : lastItem();
      }
      scanned = start + pending;
    }
  }

  /** The last item need not end with a separator. */
  private String lastItem() {
    String item = text(start, end);
    start = end;
    return item;
  }

  /** Reads what there is, at least one byte; false at the end. */
  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (end >= MAX_ITEM_BYTES) {
        throw new IOException(
            describe(itemsRead)
                + " is longer than "
                + (MAX_ITEM_BYTES >> 20)
                + " MiB: are the items separated by something else?");
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  private String text(int from, int to) {
    boolean carriageReturn =
        separator.equals(Separator.LINE) && to > from && buffer[to - 1] == (byte) '\r';
    String item = text(ByteBuffer.wrap(buffer, from, to - from - (carriageReturn ? 1 : 0)));
    boolean isFirst = itemsRead == 0;
    itemsRead++;
    return isFirst ? withoutMark(item) : item;
  }

  /** The first text of a file without what editors on Windows begin it with. */
  static String withoutMark(String first) {
    return first.startsWith(BYTE_ORDER_MARK) ? first.substring(BYTE_ORDER_MARK.length()) : first;
  }

  private String text(ByteBuffer bytes) {
    int start = bytes.position();
    try {
      return decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return RawText.decode(Arrays.copyOfRange(buffer, start, bytes.limit()));
    }
  }
}
