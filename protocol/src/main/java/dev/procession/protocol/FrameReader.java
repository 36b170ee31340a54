package dev.procession.protocol;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Splits a byte stream into frames; trusts no length before the bytes have arrived.
 *
 * <p>It reads ahead, so nothing else may read from the stream. Not thread-safe.
 */
public final class FrameReader {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** The first bytes of a body say what it is about. */
  private static final int BEGINNING_BYTES = 64;

  private final InputStream in;
  private final int maxBodyBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** Owned by the reading thread: the unread bytes of the buffer are from position to limit. */
  private int position;

  /** Owned by the reading thread. */
  private int limit;

  /** Owned by the reading thread: how many frames were read, for error texts. */
  private long frames;

  /** Owned by the reading thread: how much of the body there was memory for. */
  private int bodyBytesRead;

  private final IntFunction<byte[]> memory;

  /**
   * Creates a reader.
   *
   * @param in the stream; it is never closed here
   * @param maxBodyBytes the longest body that is accepted
   */
  public FrameReader(InputStream in, int maxBodyBytes) {
    this(
        in,
        maxBodyBytes,
        // No lambda, since the first one costs a worker's start its time.
        new IntFunction<>() {
          @Override
          public byte[] apply(int length) {
            return new byte[length];
          }
        });
  }

  /** The same, where tests decide how much memory there is. */
  FrameReader(InputStream in, int maxBodyBytes, IntFunction<byte[]> memory) {
    this.memory = memory;
    this.in = Objects.requireNonNull(in, "in");
    if (maxBodyBytes < 0) {
      throw new IllegalArgumentException("maxBodyBytes must not be negative: " + maxBodyBytes);
    }
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Reads up to the end of the preamble.
   *
   * @return the bytes before it, as text, for error messages; normally empty
   * @throws EOFException if the stream ends first; its message quotes the bytes before
   * @throws ProtocolException if there are too many bytes before it; its message quotes the first
   *     of them
   */
  public String skipToPreamble() throws IOException {
    byte[] preamble = Protocol.preamble();
    ByteArrayOutputStream noise = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < preamble.length) {
      int next = readByte();
      if (next < 0) {
        noise.write(preamble, 0, matched);
        throw new EOFException("The stream ended before the worker said hello" + said(noise));
      }
      if ((byte) next == preamble[matched]) {
        matched++;
        continue;
      }
      noise.write(preamble, 0, matched);
      // The first byte of the preamble occurs in it only once, so nothing else can have begun.
      matched = (byte) next == preamble[0] ? 1 : 0;
      if (matched == 0) {
        noise.write(next);
      }
      if (noise.size() > Protocol.MAX_NOISE_BYTES) {
        throw new ProtocolException(
            "More than " + Protocol.MAX_NOISE_BYTES + " bytes without a hello" + said(noise));
      }
    }
    return noise.toString(StandardCharsets.UTF_8);
  }

  private static String said(ByteArrayOutputStream noise) {
    byte[] bytes = noise.toByteArray();
    return bytes.length == 0
        ? "; it wrote nothing"
        : "; it wrote " + Quote.of(bytes, 0, bytes.length);
  }

  /**
   * Reads the next frame.
   *
   * @return the frame, or null when the stream ends where a frame would begin
   * @throws EOFException when the stream ends inside a frame
   * @throws ProtocolException if the next bytes are not a frame or the frame is too long
   * @throws UnreadFrameError if there is no memory for a long frame, which is then skipped
   */
  public @Nullable Frame next() throws IOException {
    if (!fill(1)) {
      return null;
    }
    if (!fill(Protocol.HEADER_BYTES)) {
      throw cut("in its header", limit - position, Protocol.HEADER_BYTES);
    }
    int at = position;
    int magic = ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
    byte type = buffer[at + 2];
    int length = WireInput.int32(buffer, at + 4);
    if (magic != Protocol.MAGIC || buffer[at + 3] != 0) {
      throw new ProtocolException(
          "No frame where frame " + frames + " should start: " + Quote.of(buffer, at, limit));
    }
    if (length < 0 || length > maxBodyBytes) {
      throw new ProtocolException(
          "Frame %d of type %d claims to be %d bytes long, but at most %d are allowed: %s"
              .formatted(
                  frames,
                  type & 0xff,
                  length & 0xffffffffL,
                  maxBodyBytes,
                  Quote.of(buffer, at, limit)));
    }
    position = at + Protocol.HEADER_BYTES;
    Frame frame = new Frame(type, length > BUFFER_BYTES ? large(type, length) : readBody(length));
    frames++;
    return frame;
  }

  /** Reads a body that there may be no memory for; the frames after it can be read in any case. */
  private byte[] large(byte type, int length) throws IOException {
    if (!fill(BEGINNING_BYTES)) {
      throw cut("in its body", limit - position, length);
    }
    byte[] beginning = Arrays.copyOfRange(buffer, position, position + BEGINNING_BYTES);
    bodyBytesRead = 0;
    try {
      return readBody(length);
    } catch (OutOfMemoryError e) {
      skip(length - bodyBytesRead, length);
      throw new UnreadFrameError(
          "%s, for frame %d of type %d and %d bytes"
              .formatted(e.getMessage(), frames++, type & 0xff, length),
          e,
          new Frame(type, beginning));
    }
  }

  private void skip(int count, int length) throws IOException {
    int buffered = Math.min(limit - position, count);
    position += buffered;
    int left = count - buffered;
    while (left > 0) {
      int read = in.read(buffer, 0, Math.min(left, buffer.length));
      if (read < 0) {
        throw cut("in its body", length - left, length);
      }
      left -= read;
    }
  }

  private byte[] readBody(int length) throws IOException {
    byte[] body = memory.apply(Math.min(length, Protocol.MAX_UNPROVEN_BYTES));
    int buffered = Math.min(limit - position, body.length);
    System.arraycopy(buffer, position, body, 0, buffered);
    position += buffered;
    int have = buffered;
    while (true) {
      while (have < body.length) {
        int count = in.read(body, have, body.length - have);
        if (count < 0) {
          throw cut("in its body", have, length);
        }
        have += count;
      }
      if (have == length) {
        return body;
      }
      bodyBytesRead = have;
      byte[] longer = memory.apply((int) Math.min(length, body.length * 4L));
      System.arraycopy(body, 0, longer, 0, have);
      body = longer;
    }
  }

  private EOFException cut(String where, int have, int length) {
    return new EOFException(
        "The stream ended in frame %d, %s, after %d of %d bytes"
            .formatted(frames, where, have, length));
  }

  private int readByte() throws IOException {
    return fill(1) ? buffer[position++] & 0xff : -1;
  }

  /** Whether {@code count} unread bytes are available; reads only if there are fewer. */
  private boolean fill(int count) throws IOException {
    while (limit - position < count) {
      if (position + count > buffer.length || position == limit) {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
      }
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }
}
