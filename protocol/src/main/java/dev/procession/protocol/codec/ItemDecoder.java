package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ErrorText;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.bytes.LittleEndian;
import dev.procession.protocol.codec.form.FormChoice;
import dev.procession.protocol.codec.form.LambdaForm;
import dev.procession.protocol.codec.graph.DecodingNames;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.graph.KryoSetUp;
import dev.procession.protocol.codec.graph.OpenCircle;
import dev.procession.protocol.codec.serialization.FailureReader;
import dev.procession.protocol.codec.serialization.JavaForm;
import dev.procession.protocol.codec.trust.ClassAdmission;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of an {@link ItemEncoder}. For one thread at a time.
 *
 * <p>Decoding loads classes and runs their code; deep graphs need a deep stack. A value that cannot
 * be decoded does not affect the next one.
 */
public final class ItemDecoder {
  static {
    KryoSetUp.ensure();
  }

  private final DecodingNames names;
  private final ItemInput input = new ItemInput();

  /** Owned by the decoding thread; created on first use, and again after each failure. */
  private @Nullable Graph graph;

  /**
   * Creates a decoder of bytes from a trusted process of the same program.
   *
   * @param names the names to which the values refer
   * @param loader the loader of the classes
   */
  public ItemDecoder(KnownNames names, ClassLoader loader) {
    this(new DecodingNames(names, loader, ClassAdmission.trusting()));
  }

  private ItemDecoder(DecodingNames names) {
    this.names = names;
  }

  /**
   * Creates a decoder of results without a list of allowed classes. It rejects JDK classes that are
   * not values, and classes that are known to be usable in attacks.
   *
   * @param names the names to which the values refer
   * @param loader the loader of the classes
   * @return the decoder
   */
  public static ItemDecoder ofResults(KnownNames names, ClassLoader loader) {
    return new ItemDecoder(new DecodingNames(names, loader, ClassAdmission.wary()));
  }

  /**
   * Creates a decoder of results that loads only the allowed classes and the JDK's values. An
   * exception of another class arrives as a {@code StandInException}.
   *
   * @param names the names to which the values refer
   * @param loader the loader of the classes
   * @param allowed tests whether a class name, never that of an array, may be loaded
   * @return the decoder
   */
  public static ItemDecoder ofResults(
      KnownNames names, ClassLoader loader, Predicate<String> allowed) {
    return new ItemDecoder(new DecodingNames(names, loader, ClassAdmission.only(allowed)));
  }

  /**
   * Decodes one value.
   *
   * @param items encoded values
   * @param i the index of the value
   * @return the value
   * @throws DecodingException when it cannot be rebuilt here
   */
  public @Nullable Object decode(EncodedItems items, int i) throws DecodingException {
    int from = items.start(i);
    int end = items.end(i);
    byte tag = tag(items, from, end);
    boolean done = false;
    try {
      Object value = value(tag, items.array(), from + 1, end);
      done = true;
      return value;
    } catch (OutOfMemoryError e) {
      // Unrelated to the value.
      throw e;
    } catch (Throwable e) {
      // User hooks may throw checked exceptions, too, hidden from the compiler.
      BadBytes misread = BadBytes.of(e, BadBytes.UNKNOWN);
      String where = misread.path().isEmpty() ? misread.className() : misread.path();
      throw new DecodingException(
          "Cannot rebuild %s: %s"
                  .formatted(where.isEmpty() ? "the value" : where, misread.getMessage())
              + (misread instanceof OpenCircle circle ? ": " + wayAround(circle) : ""),
          misread.className(),
          where,
          e);
    } finally {
      if (!done) {
        graph = null;
      }
    }
  }

  /** The path by which an element of a collection refers back to it. */
  private static String wayAround(OpenCircle circle) {
    Object collection = circle.waiting().collection();
    for (Object key : circle.waiting().keys()) {
      Optional<String> way =
          key == null ? Optional.empty() : ObjectPath.find(key, o -> o == collection);
      if (way.isPresent()) {
        return way.get();
      }
    }
    return "through other collections";
  }

  /**
   * Decodes answers; never throws for bad bytes, but gives {@link Answer.Undecodable}.
   *
   * @param items encoded answers
   * @return the answers
   */
  public Answers decodeAnswers(EncodedItems items) {
    Object numbers = numbers(items);
    if (numbers != null) {
      return new Answers(numbers, items.count(), items.sizeBytes());
    }
    @Nullable Object[] elements = new @Nullable Object[items.count()];
    int firstFailure = elements.length;
    for (int i = 0; i < elements.length; i++) {
      elements[i] = element(items, i);
      if (elements[i] instanceof Answer) {
        firstFailure = Math.min(firstFailure, i);
      }
    }
    return new Answers(elements, firstFailure, items.sizeBytes());
  }

  /** An array of the numbers, if all answers are numbers of one type that needs no form. */
  private static @Nullable Object numbers(EncodedItems items) {
    int bytes = items.uniformBytes();
    int count = items.count();
    if (bytes < 1 || count == 0) {
      return null;
    }
    byte tag = items.array()[items.start(0)];
    if (tag == Tag.INT && bytes == 1 + Integer.BYTES && areAll(tag, items)) {
      int[] ints = new int[count];
      for (int i = 0, at = items.start(0) + 1; i < count; i++, at += bytes) {
        ints[i] = LittleEndian.int32(items.array(), at);
      }
      return ints;
    } else if (tag == Tag.LONG && bytes == 1 + Long.BYTES && areAll(tag, items)) {
      long[] longs = new long[count];
      for (int i = 0, at = items.start(0) + 1; i < count; i++, at += bytes) {
        longs[i] = LittleEndian.int64(items.array(), at);
      }
      return longs;
    } else if (tag == Tag.DOUBLE && bytes == 1 + Double.BYTES && areAll(tag, items)) {
      double[] doubles = new double[count];
      for (int i = 0, at = items.start(0) + 1; i < count; i++, at += bytes) {
        doubles[i] = Double.longBitsToDouble(LittleEndian.int64(items.array(), at));
      }
      return doubles;
    }
    return null;
  }

  private static boolean areAll(byte tag, EncodedItems items) {
    byte[] array = items.array();
    int bytes = items.uniformBytes();
    for (int at = items.start(0), end = items.start(items.count()); at < end; at += bytes) {
      if (array[at] != tag) {
        return false;
      }
    }
    return true;
  }

  /** The value itself, or an answer that is not a value. */
  private @Nullable Object element(EncodedItems items, int i) {
    try {
      int from = items.start(i);
      byte tag = tag(items, from, items.end(i));
      return tag < Tag.THREW ? decode(items, i) : failure(tag, items, i);
    } catch (DecodingException e) {
      return new Answer.Undecodable(e.className(), e.path(), String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return new Answer.Undecodable(
          "",
          "",
          "This process ran out of memory while decoding it; it needs a larger heap (-Xmx)");
    } catch (RuntimeException | Error e) {
      return new Answer.Undecodable("", "", "The bytes of an answer are bad: " + ErrorText.of(e));
    }
  }

  /**
   * Decodes one answer, as {@link #decodeAnswers} does.
   *
   * @param items encoded answers
   * @param i the index of the value
   * @return the answer
   */
  public Answer decodeAnswer(EncodedItems items, int i) {
    Object element = decodeAnswers(items.slice(i, i + 1)).element(0);
    return element instanceof Answer failure ? failure : new Answer.Value(element);
  }

  private static byte tag(EncodedItems items, int from, int end) throws DecodingException {
    if (from == end) {
      throw new DecodingException("An item without bytes", "", "", null);
    }
    return items.array()[from];
  }

  private void end() {
    if (input.remaining() > 0) {
      throw new BadBytes(input.remaining() + " bytes are left over after the value");
    }
  }

  private @Nullable Object value(byte tag, byte[] bytes, int from, int end) {
    if (tag == Tag.INT && end - from == Integer.BYTES) {
      return LittleEndian.int32(bytes, from);
    } else if (tag == Tag.LONG && end - from == Long.BYTES) {
      return LittleEndian.int64(bytes, from);
    }
    return otherValue(tag, bytes, from, end);
  }

  private @Nullable Object otherValue(byte tag, byte[] bytes, int from, int end) {
    input.setBuffer(bytes, from, end - from);
    try {
      Object value = read(tag);
      end();
      return value;
    } finally {
      input.release();
    }
  }

  private @Nullable Object read(byte tag) {
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.FALSE -> false;
      case Tag.TRUE -> true;
      case Tag.INT, Tag.LONG -> throw new BadBytes("A number of " + input.remaining() + " bytes");
      case Tag.DOUBLE -> input.readDouble();
      case Tag.FLOAT -> input.readFloat();
      case Tag.SHORT -> input.readShort();
      case Tag.BYTE -> input.readByte();
      case Tag.CHAR -> input.readChar();
      case Tag.STRING -> input.readString();
      default -> larger(tag);
    };
  }

  private @Nullable Object larger(byte tag) {
    int at = input.position();
    int bytes = input.remaining();
    names.budget().start(bytes);
    return switch (tag) {
      case Tag.GRAPH -> graph().readClassAndObject(input);
      case Tag.JAVA -> JavaForm.readBytes(names, FormChoice.FORMS, input);
      case Tag.LAMBDA -> LambdaForm.readAlone(names, input);
      case Tag.BYTES -> input.rest();
      case Tag.INTS -> {
        input.setPosition(at + bytes / Integer.BYTES * Integer.BYTES);
        yield LittleEndian.ints(input.getBuffer(), at, bytes);
      }
      case Tag.LONGS -> {
        input.setPosition(at + bytes / Long.BYTES * Long.BYTES);
        yield LittleEndian.longs(input.getBuffer(), at, bytes);
      }
      case Tag.DOUBLES -> {
        input.setPosition(at + bytes / Double.BYTES * Double.BYTES);
        yield LittleEndian.doubles(input.getBuffer(), at, bytes);
      }
      default -> throw new BadBytes("Unknown kind of value: " + tag);
    };
  }

  private Graph graph() {
    Graph reading = graph;
    if (reading == null) {
      reading = Graph.decoding(names, FormChoice.FORMS);
      graph = reading;
    }
    return reading;
  }

  private Answer failure(byte tag, EncodedItems items, int i) {
    int from = items.start(i) + 1;
    input.setBuffer(items.array(), from, items.end(i) - from);
    names.budget().start(input.remaining());
    try {
      Answer failure = failure(tag);
      end();
      return failure;
    } finally {
      input.release();
    }
  }

  private Answer failure(byte tag) {
    return switch (tag) {
      case Tag.THREW -> new Answer.Threw(FailureReader.read(names, FormChoice.FORMS, input));
      case Tag.UNREADABLE -> new Answer.Unreadable(text(), text(), text());
      case Tag.UNWRITABLE -> new Answer.Unwritable(text(), text(), text());
      case Tag.SKIPPED -> new Answer.Skipped();
      default -> throw new KryoException("Unknown kind of answer: " + tag);
    };
  }

  private String text() {
    return String.valueOf(input.readString());
  }
}
