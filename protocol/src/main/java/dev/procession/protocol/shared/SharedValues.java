package dev.procession.protocol.shared;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.ItemEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of values of shared objects: each brings the class names that it refers to, because
 * reader and writer share no table of names. The number of names, 2 bytes, the names, then one
 * encoded item.
 */
public final class SharedValues {
  private static final int MAX_NAMES = 0xffff;

  /** Encoders that have used no name so far, which can be used again. */
  private static final ThreadLocal<@Nullable Spare> SPARE = new ThreadLocal<>();

  private SharedValues() {}

  private record Spare(NameTable names, ItemEncoder encoder, int maxBytes) {}

  /** How a value gets into an encoder. */
  public interface Encoding {
    /** Adds a value. */
    void add(Object value, ItemEncoder encoder) throws EncodingException;
  }

  /**
   * Encodes a value.
   *
   * @param maxBytes how long it may be
   * @throws IllegalArgumentException if it cannot travel
   */
  public static byte[] encode(Object value, int maxBytes, Encoding encoding) {
    Spare spare = SPARE.get();
    if (spare == null || spare.maxBytes != maxBytes) {
      NameTable names = new NameTable();
      spare = new Spare(names, new ItemEncoder(names, maxBytes), maxBytes);
    }
    // Not while it is used: to encode a value may encode another.
    SPARE.remove();
    try {
      encoding.add(value, spare.encoder);
      byte[] encoded = withNames(spare.names, spare.encoder.take());
      if (spare.names.size() == 0) {
        SPARE.set(spare);
      }
      return encoded;
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static byte[] withNames(NameTable names, EncodedItems item) {
    int count = names.size();
    int length = item.sizeBytes();
    if (count == 0) {
      byte[] bytes = new byte[2 + length];
      System.arraycopy(item.array(), item.start(0), bytes, 2, length);
      return bytes;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (count > MAX_NAMES) {
        throw new IllegalArgumentException("The value has objects of " + count + " classes");
      }
      out.writeShort(count);
      for (String name : names.names(0, count)) {
        out.writeUTF(name);
      }
      out.write(item.array(), item.start(0), length);
    } catch (IOException e) {
      throw new IllegalArgumentException("The value has a class whose name is too long", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Rebuilds a value.
   *
   * @param decoders makes a decoder of what refers to certain names
   * @throws IllegalStateException if it cannot be rebuilt here
   */
  public static Object decode(byte[] value, Function<KnownNames, ItemDecoder> decoders) {
    if (value.length > 2 && value[0] == 0 && value[1] == 0) {
      return decoded(
          new EncodedItems(value, new int[] {2, value.length}, 2, 0),
          1,
          new KnownNames(),
          decoders);
    }
    ByteArrayInputStream bytes = new ByteArrayInputStream(value);
    try (DataInputStream in = new DataInputStream(bytes)) {
      KnownNames names = new KnownNames();
      int count = in.readUnsignedShort();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(in.readUTF());
      }
      names.add(0, all);
      byte[] item = in.readAllBytes();
      return decoded(new EncodedItems(item, new int[] {item.length}, 1, count), 0, names, decoders);
    } catch (IOException e) {
      throw new IllegalStateException("A value of a shared object is damaged", e);
    }
  }

  private static Object decoded(
      EncodedItems items, int i, KnownNames names, Function<KnownNames, ItemDecoder> decoders) {
    try {
      Object decoded = decoders.apply(names).decode(items, i);
      if (decoded == null) {
        throw new IllegalStateException("A value of a shared object is null");
      }
      return decoded;
    } catch (DecodingException e) {
      throw new IllegalStateException(
          "A value of a shared object cannot be rebuilt here: " + e.getMessage(), e);
    }
  }
}
