package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.LittleEndian;
import dev.procession.protocol.codec.form.FormChoice;
import dev.procession.protocol.codec.form.LambdaForm;
import dev.procession.protocol.codec.graph.Constants;
import dev.procession.protocol.codec.graph.EncodingNames;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.graph.KryoSetUp;
import dev.procession.protocol.codec.serialization.FailureWriter;
import dev.procession.protocol.codec.serialization.JavaForm;
import dev.procession.protocol.codec.trust.RefusalReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values, one after the other, into one buffer. For one thread at a time.
 *
 * <p>Encoding runs code of the values' classes. Its exceptions, and stack overflows, become an
 * {@link EncodingException} and leave the buffer unchanged. Other errors of the virtual machine,
 * such as a lack of memory, are rethrown and leave it unchanged as well.
 */
public final class ItemEncoder {
  /** A buffer that has grown very large is not kept. */
  private static final int KEPT_BYTES = 256 << 10;

  private static final int[] NO_ENDS = {};

  static {
    KryoSetUp.ensure();
  }

  private final EncodingNames names;
  private final int maxItemBytes;
  private final ItemBuffer buffer;

  /** Owned by the encoding thread: where each item ends; none while all are of one length. */
  private int[] ends = NO_ENDS;

  /** Owned by the encoding thread: how long the first item is. */
  private int firstBytes;

  /** Owned by the encoding thread. */
  private int count;

  /** Owned by the encoding thread: the last number of items. */
  private int lastCount;

  /** Owned by the encoding thread: the state of the graph, which caches the forms of classes. */
  private int constantsVersion;

  /** Owned by the encoding thread; created on first use, and again after each failure. */
  private @Nullable Graph graph;

  /**
   * An encoder with an empty buffer.
   *
   * @param names the table that the values' class names go to
   * @param maxItemBytes the longest encoded value
   */
  public ItemEncoder(NameTable names, int maxItemBytes) {
    if (maxItemBytes < 1) {
      throw new IllegalArgumentException("maxItemBytes must be positive: " + maxItemBytes);
    }
    this.names = new EncodingNames(names);
    this.maxItemBytes = maxItemBytes;
    this.buffer = new ItemBuffer();
  }

  /**
   * Appends one value.
   *
   * @param value the value
   * @throws EncodingException when it cannot travel or is too long; the buffer is then unchanged
   */
  public void add(@Nullable Object value) throws EncodingException {
    buffer.startItem(maxItemBytes);
    boolean done = false;
    try {
      write(value);
      buffer.endItem();
      done = true;
    } catch (ItemBuffer.TooLong e) {
      throw tooLong(value, e);
    } catch (OutOfMemoryError e) {
      // Unrelated to the value.
      throw e;
    } catch (Throwable e) {
      // User hooks may throw checked exceptions, too, hidden from the compiler.
      throw EncodingTrouble.explain(value, e);
    } finally {
      if (!done) {
        graph = null;
        buffer.setPosition(buffer.itemStart());
      }
    }
    addEnd();
  }

  /**
   * Appends one answer. A value that cannot be encoded is replaced by {@link Answer.Unwritable}; an
   * exception is always sent, at worst as a description.
   *
   * @param answer any answer except {@link Answer.Undecodable}, which only a reader creates
   */
  public void addAnswer(Answer answer) {
    if (answer instanceof Answer.Value value) {
      try {
        add(value.value());
      } catch (EncodingException e) {
        addTrouble(Tag.UNWRITABLE, e.className(), e.path(), String.valueOf(e.getMessage()));
      }
    } else if (answer instanceof Answer.Threw threw) {
      addThrown(threw.error());
    } else if (answer instanceof Answer.Unreadable a) {
      addTrouble(Tag.UNREADABLE, a.className(), a.path(), a.message());
    } else if (answer instanceof Answer.Unwritable a) {
      addTrouble(Tag.UNWRITABLE, a.className(), a.path(), a.message());
    } else if (answer instanceof Answer.Skipped) {
      buffer.startItem(FailureWriter.MAX_BYTES);
      buffer.writeByte(Tag.SKIPPED);
      addEnd();
    } else {
      throw new IllegalArgumentException("Only a reader can give " + answer);
    }
  }

  private void addThrown(Throwable error) {
    buffer.startItem(FailureWriter.MAX_BYTES);
    buffer.writeByte(Tag.THREW);
    boolean done = false;
    try {
      FailureWriter.writeWhatFits(error, names, FormChoice.FORMS, buffer);
      done = true;
    } finally {
      if (!done) {
        buffer.setPosition(buffer.itemStart());
      }
    }
    addEnd();
  }

  private void addTrouble(byte tag, String className, String path, String message) {
    buffer.startItem(FailureWriter.MAX_BYTES);
    buffer.writeByte(tag);
    buffer.writeString(FailureWriter.shortened(className));
    buffer.writeString(FailureWriter.shortened(path));
    buffer.writeString(FailureWriter.shortened(message));
    addEnd();
  }

  private void addEnd() {
    int bytes = buffer.position() - buffer.itemStart();
    if (count == 0) {
      firstBytes = bytes;
    } else if (ends.length > 0 || bytes != firstBytes) {
      addOddEnd();
    }
    count++;
  }

  private void addOddEnd() {
    if (ends.length == 0) {
      ends = new int[Math.max(lastCount, 2 * count)];
      for (int i = 0; i < count; i++) {
        ends[i] = (i + 1) * firstBytes;
      }
    } else if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count] = buffer.position();
  }

  private void write(@Nullable Object value) {
    if (value == null) {
      buffer.writeByte(Tag.NULL);
    } else if (value instanceof Integer i) {
      buffer.int32(Tag.INT, i);
    } else if (value instanceof String s) {
      buffer.writeByte(Tag.STRING);
      buffer.writeString(s);
    } else if (value instanceof Long l) {
      buffer.int64(Tag.LONG, l);
    } else if (value instanceof Double d) {
      buffer.writeByte(Tag.DOUBLE);
      buffer.writeDouble(d);
    } else if (value instanceof Boolean b) {
      buffer.writeByte(b ? Tag.TRUE : Tag.FALSE);
    } else if (value instanceof byte[] bytes) {
      buffer.writeByte(Tag.BYTES);
      buffer.raw(bytes);
    } else if (!writeRarer(value)) {
      writeGraph(value);
    }
  }

  private boolean writeRarer(Object value) {
    if (value instanceof int[] ints) {
      buffer.writeByte(Tag.INTS);
      int at = buffer.claim((long) ints.length * Integer.BYTES);
      LittleEndian.put(ints, buffer.getBuffer(), at);
    } else if (value instanceof long[] longs) {
      buffer.writeByte(Tag.LONGS);
      int at = buffer.claim((long) longs.length * Long.BYTES);
      LittleEndian.put(longs, buffer.getBuffer(), at);
    } else if (value instanceof double[] doubles) {
      buffer.writeByte(Tag.DOUBLES);
      int at = buffer.claim((long) doubles.length * Double.BYTES);
      LittleEndian.put(doubles, buffer.getBuffer(), at);
    } else if (value instanceof Float f) {
      buffer.writeByte(Tag.FLOAT);
      buffer.writeFloat(f);
    } else if (value instanceof Short s) {
      buffer.writeByte(Tag.SHORT);
      buffer.writeShort(s);
    } else if (value instanceof Byte b) {
      buffer.writeByte(Tag.BYTE);
      buffer.writeByte(b);
    } else if (value instanceof Character c) {
      buffer.writeByte(Tag.CHAR);
      buffer.writeChar(c);
    } else if (LambdaForm.isAlone(value)) {
      buffer.writeByte(Tag.LAMBDA);
      LambdaForm.writeAlone(value, buffer, names);
    } else {
      return false;
    }
    return true;
  }

  private void writeGraph(Object value) {
    Graph writing = graph;
    if (writing == null || constantsVersion != Constants.version()) {
      constantsVersion = Constants.version();
      writing = Graph.encoding(names, FormChoice.FORMS);
      graph = writing;
    }
    try {
      writing.nestJava(false);
      buffer.writeByte(Tag.GRAPH);
      writing.writeClassAndObject(buffer, value);
    } catch (JavaForm.WholeValue e) {
      // Thrown by our own code before any partial write, so the graph need not be discarded.
      buffer.setPosition(buffer.itemStart());
      writeByJava(writing, value);
    }
  }

  /**
   * The whole value by Java serialization or, if that is impossible, only the objects that need it.
   */
  private void writeByJava(Graph writing, Object value) {
    try {
      buffer.writeByte(Tag.JAVA);
      JavaForm.writeBytes(buffer, value);
    } catch (CannotTravel e) {
      buffer.setPosition(buffer.itemStart());
      writing.nestJava(true);
      buffer.writeByte(Tag.GRAPH);
      writing.writeClassAndObject(buffer, value);
    }
  }

  private EncodingException tooLong(@Nullable Object value, ItemBuffer.TooLong e) {
    String type = value == null ? "null" : RefusalReason.nameOf(value.getClass());
    return new EncodingException(
        "A %s takes %d bytes or more when encoded; the limit (maxMessageSize) is %d bytes"
            .formatted(type, e.sizeBytes, maxItemBytes),
        type,
        new EncodingException.SizeLimit(maxItemBytes, e.sizeBytes));
  }

  /**
   * The number of values in the buffer.
   *
   * @return their count
   */
  public int count() {
    return count;
  }

  /**
   * The total length of the values in the buffer.
   *
   * @return their length in bytes
   */
  public int sizeBytes() {
    return buffer.position();
  }

  /**
   * Publishes the current contents of the buffer to another thread, before it is taken.
   *
   * @param view the view of all values since the last {@link #take}; a new one after that
   */
  public void show(ItemsView view) {
    view.show(buffer.getBuffer(), ends, firstBytes, names.needed(), count);
  }

  /**
   * Returns the values and starts an empty buffer. The arrays then belong to the caller.
   *
   * @return all values since the last call
   */
  public EncodedItems take() {
    EncodedItems items =
        ItemsView.of(buffer.contents(KEPT_BYTES), ends, firstBytes, names.needed(), count);
    clear();
    return items;
  }

  /** Drops the values, which must not be used any more. */
  public void clear() {
    buffer.clear(KEPT_BYTES);
    names.takeNeeded();
    lastCount = Math.min(count, KEPT_BYTES / Integer.BYTES);
    ends = NO_ENDS;
    count = 0;
  }
}
