package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procession.protocol.EncodedItems;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an {@link ItemEncoder} into values again. For one thread at a time.
 *
 * <p>Decoding loads classes and runs code of theirs, deep graphs need a deep stack. A value that
 * cannot be decoded is an exception for that value only; the next one can be decoded.
 */
public final class ItemDecoder {
  static {
    KryoQuiet.ensure();
  }

  private final DecodingNames names;
  private final ItemInput input = new ItemInput();

  /** Owned by the decoding thread; made when first needed, and anew after each failure. */
  private @Nullable Graph graph;

  /**
   * A decoder of what one's own other process has sent, which runs nobody else's code.
   *
   * @param names what the values' numbers stand for
   * @param loader where classes come from
   */
  public ItemDecoder(KnownNames names, ClassLoader loader) {
    this(new DecodingNames(names, loader, Admission.trusting()));
  }

  private ItemDecoder(DecodingNames names) {
    this.names = names;
  }

  /**
   * A decoder of results, where nobody says which classes they have. It refuses classes of the JDK
   * that are no values, and those that are known to be of use to attackers.
   *
   * @param names what the values' numbers stand for
   * @param loader where classes come from
   * @return the decoder
   */
  public static ItemDecoder ofResults(KnownNames names, ClassLoader loader) {
    return new ItemDecoder(new DecodingNames(names, loader, Admission.wary()));
  }

  /**
   * A decoder of results that loads no classes but certain ones and the JDK's values, whatever it
   * is that names them. An exception of another class arrives as a {@code StandInException}.
   *
   * @param names what the values' numbers stand for
   * @param loader where classes come from
   * @param allowed says for a class's name, never that of an array, whether it may be loaded
   * @return the decoder
   */
  public static ItemDecoder ofResults(
      KnownNames names, ClassLoader loader, Predicate<String> allowed) {
    return new ItemDecoder(new DecodingNames(names, loader, Admission.only(allowed)));
  }

  /**
   * Decodes one value.
   *
   * @param items encoded values
   * @param i which of them
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
      // Says nothing about the value.
      throw e;
    } catch (RuntimeException | Error e) {
      Misread misread = Misread.of(e, Misread.UNKNOWN);
      String where = misread.path().isEmpty() ? misread.className() : misread.path();
      throw new DecodingException(
          "Cannot rebuild %s: %s"
              .formatted(where.isEmpty() ? "the value" : where, misread.getMessage()),
          misread.className(),
          where,
          e);
    } finally {
      if (!done) {
        graph = null;
      }
    }
  }

  /**
   * Decodes answers; never throws for bad bytes, but says {@link Answer.Undecodable}.
   *
   * @param items encoded answers
   * @param into what is put in for each: the value itself, or an answer that is no value; as long
   *     as there are items
   * @return the place of the first answer that is no value; the number of items where there is none
   */
  public int decodeAnswers(EncodedItems items, @Nullable Object[] into) {
    int firstFailure = into.length;
    for (int i = 0; i < into.length; i++) {
      Answer failure = null;
      try {
        int from = items.start(i);
        byte tag = tag(items, from, items.end(i));
        if (tag < Tag.THREW) {
          into[i] = decode(items, i);
        } else {
          failure = failure(tag, items, i);
        }
      } catch (DecodingException e) {
        failure = new Answer.Undecodable(e.className(), e.path(), String.valueOf(e.getMessage()));
      } catch (OutOfMemoryError e) {
        failure =
            new Answer.Undecodable(
                "",
                "",
                "This process ran out of memory while decoding it; it needs a larger heap (-Xmx)");
      } catch (RuntimeException | Error e) {
        failure = new Answer.Undecodable("", "", "The bytes of an answer are bad: " + e);
      }
      if (failure != null) {
        into[i] = failure;
        firstFailure = Math.min(firstFailure, i);
      }
    }
    return firstFailure;
  }

  /**
   * Decodes one answer, as {@link #decodeAnswers} does.
   *
   * @param items encoded answers
   * @param i which of them
   * @return the answer
   */
  public Answer decodeAnswer(EncodedItems items, int i) {
    @Nullable Object[] one = new @Nullable Object[1];
    return decodeAnswers(items.slice(i, i + 1), one) == 0 && one[0] instanceof Answer failure
        ? failure
        : new Answer.Value(one[0]);
  }

  private static byte tag(EncodedItems items, int from, int end) throws DecodingException {
    if (from == end) {
      throw new DecodingException("An item of no bytes", "", "", null);
    }
    return items.array()[from];
  }

  private void end() {
    if (input.remaining() > 0) {
      throw new Misread(input.remaining() + " bytes are left over after the value");
    }
  }

  private @Nullable Object value(byte tag, byte[] bytes, int from, int end) {
    if (tag == Tag.INT && end - from == Integer.BYTES) {
      return Numbers.int32(bytes, from);
    } else if (tag == Tag.LONG && end - from == Long.BYTES) {
      return Numbers.int64(bytes, from);
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
      case Tag.INT, Tag.LONG -> throw new Misread("A number of " + input.remaining() + " bytes");
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
      case Tag.JAVA -> JavaForm.readBytes(names, input);
      case Tag.LAMBDA -> LambdaForm.readAlone(names, input);
      case Tag.BYTES -> input.rest();
      case Tag.INTS -> {
        input.setPosition(at + bytes / Integer.BYTES * Integer.BYTES);
        yield Numbers.ints(input.getBuffer(), at, bytes);
      }
      case Tag.LONGS -> {
        input.setPosition(at + bytes / Long.BYTES * Long.BYTES);
        yield Numbers.longs(input.getBuffer(), at, bytes);
      }
      case Tag.DOUBLES -> {
        input.setPosition(at + bytes / Double.BYTES * Double.BYTES);
        yield Numbers.doubles(input.getBuffer(), at, bytes);
      }
      default -> throw new Misread("There is no kind of value with number " + tag);
    };
  }

  private Graph graph() {
    Graph reading = graph;
    if (reading == null) {
      reading = Graph.decoding(names);
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
      case Tag.THREW -> new Answer.Threw(FailureReader.read(names, input));
      case Tag.UNREADABLE -> new Answer.Unreadable(text(), text(), text());
      case Tag.UNWRITABLE -> new Answer.Unwritable(text(), text(), text());
      case Tag.SKIPPED -> new Answer.Skipped();
      default -> throw new KryoException("There is no kind of answer with number " + tag);
    };
  }

  private String text() {
    return String.valueOf(input.readString());
  }
}
