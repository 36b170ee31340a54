package dev.procession.cli;

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
 * Splits a byte stream into items of UTF-8 text, at line ends or at NUL bytes.
 *
 * <p>It asks the stream for more only when it has no whole item left, so a line that is typed is an
 * item before the next one is. It is read by one thread.
 */
final class ItemReader {
  /** A file without separators is a mistake before it is an item; an item is one array. */
  static final int MAX_ITEM_BYTES = 64 << 20;

  /** What editors on Windows begin UTF-8 text with; no part of the first item. */
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

  ItemReader(InputStream in, Separator separator, String sourceName) {
    this.in = in;
    this.separator = separator;
    this.sourceName = sourceName;
  }

  /** What ends an item. */
  enum Separator {
    LINE((byte) '\n', "line"),
    NUL((byte) 0, "record");

    private final byte end;
    private final String unit;

    Separator(byte end, String unit) {
      this.end = end;
      this.unit = unit;
    }
  }

  /** Where the item with this index, counted from 0, stands. */
  String describe(long index) {
    return separator.unit + " " + (index + 1) + " of " + sourceName;
  }

  /**
   * The next item, without what ends it, or null at the end of the input.
   *
   * @throws IOException if the input cannot be read, or is not text that can be an item
   */
  @Nullable String next() throws IOException {
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

  /** What the input ends with need not end with a separator. */
  private String lastItem() throws IOException {
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

  private String text(int from, int to) throws IOException {
    boolean carriageReturn =
        separator == Separator.LINE && to > from && buffer[to - 1] == (byte) '\r';
    ByteBuffer bytes = ByteBuffer.wrap(buffer, from, to - from - (carriageReturn ? 1 : 0));
    try {
      String item = decoder.decode(bytes).toString();
      boolean isMarked = itemsRead == 0 && item.startsWith(BYTE_ORDER_MARK);
      itemsRead++;
      return isMarked ? item.substring(BYTE_ORDER_MARK.length()) : item;
    } catch (CharacterCodingException e) {
      throw new IOException(describe(itemsRead) + " is not UTF-8 text", e);
    }
  }
}
