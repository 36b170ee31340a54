package dev.procession.cli.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * UTF-8 text that keeps the bytes that are not UTF-8, as file names may contain them.
 *
 * <p>Such a byte is one character, {@code U+DC80} to {@code U+DCFF}: a low surrogate with no high
 * one before it, which no text has. Python does the same. Also the item type of functions that pass
 * items on unchanged; it has no instances.
 */
public final class RawText {
  /** The character of the byte 0. */
  private static final int BYTES = 0xDC00;

  private static final char FIRST = (char) (BYTES + 0x80);
  private static final char LAST = (char) (BYTES + 0xFF);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String UNDECODED = "\ufffd";

  private RawText() {}

  /** The text of bytes. */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // No byte becomes more than one character.
    CharBuffer out = CharBuffer.allocate(bytes.length);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isError();
        result = decoder.decode(in, out, true)) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (BYTES + (in.get() & 0xFF)));
      }
    }
    return out.flip().toString();
  }

  /** The bytes of a text. */
  public static byte[] encode(String text) {
    if (isUtf8(text)) {
      return text.getBytes(UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (isByte(character)) {
                bytes.write(character - BYTES);
              } else {
                bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** The number of bytes of a text, as {@link #encode} gives them. */
  public static int encodedLength(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80 || isByte(c)) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        // Half a pair is written as a question mark.
        bytes += isPair ? 4 : 1;
        i += isPair ? 1 : 0;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** Whether it contains only text. */
  public static boolean isUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (isByte(c)) {
        return false;
      }
    }
    return true;
  }

  /** The text in readable form, with bytes in shell notation: caf\\xE9. */
  public static String shown(String text) {
    if (isUtf8(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (isByte(character)) {
                shown.append("\\x").append(HEX.toHexDigits((byte) character));
              } else {
                shown.appendCodePoint(character);
              }
            });
    return shown.toString();
  }

  /**
   * The path with exactly this name, even where it is not UTF-8, or where the locale has no such
   * characters.
   *
   * @throws InvalidPathException if no file can have that name
   */
  public static Path path(String name) {
    if (isUtf8(name)) {
      try {
        return Path.of(name);
      } catch (InvalidPathException e) {
        if (!hasBytesAsNames() || name.indexOf('\0') >= 0) {
          throw e;
        }
      }
    }
    return hasBytesAsNames() ? pathOf(encode(name)) : Path.of(name);
  }

  /** The name of a path, byte for byte. */
  public static String nameOf(Path path) {
    String name = path.toString();
    boolean isDefault = path.getFileSystem() == FileSystems.getDefault();
    return name.contains(UNDECODED) && isDefault && hasBytesAsNames()
        ? decode(bytesOf(path))
        : name;
  }

  /** Only a URI, whose text is ASCII, takes bytes to a path unchanged; it has to be absolute. */
  private static Path pathOf(byte[] name) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : name) {
      if (b != '/') {
        uri.append('%').append(Character.forDigit((b >> 4) & 0xF, 16));
        uri.append(Character.forDigit(b & 0xF, 16));
      } else if (uri.charAt(uri.length() - 1) != '/') {
        uri.append('/');
      }
    }
    Path absolute = Path.of(URI.create(uri.toString()));
    boolean isRelative = name.length > 0 && name[0] != '/';
    return isRelative ? absolute.subpath(0, absolute.getNameCount()) : absolute;
  }

  private static byte[] bytesOf(Path path) {
    String uri = Path.of("/").resolve(path).toUri().getRawPath();
    // A folder's URI ends with a slash.
    boolean endsWithSlash = uri.length() > 1 && uri.endsWith("/");
    String name = uri.substring(path.isAbsolute() ? 0 : 1, uri.length() - (endsWithSlash ? 1 : 0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.write(Integer.parseInt(name, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static boolean hasBytesAsNames() {
    return FileSystems.getDefault().getSeparator().equals("/");
  }

  private static boolean isByte(int character) {
    return character >= FIRST && character <= LAST;
  }
}
