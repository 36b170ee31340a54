package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProtocolException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;

/** What is expected of the decoder of results, whatever the bytes are. */
final class FuzzedItems {
  /** What the numbers in the inputs stand for, so the order matters; new ones go to the end. */
  static final List<String> NAMES =
      List.of(
          Zoo.Point.class.getName(),
          Zoo.Box.class.getName(),
          Zoo.Plain.class.getName(),
          Zoo.Node.class.getName(),
          Zoo.Color.class.getName(),
          Zoo.Point[].class.getName(),
          Hooked.Tagged.class.getName(),
          Hooked.External.class.getName(),
          GraphKinds.Detailed.class.getName(),
          "java.util.LinkedList",
          "java.util.ArrayDeque",
          "java.util.TreeSet",
          "java.util.PriorityQueue",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.EnumMap",
          "java.util.BitSet",
          "java.util.Collections$UnmodifiableList",
          "java.util.Collections$SynchronizedMap",
          "java.util.Collections$CopiesList",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentSkipListMap",
          "java.util.concurrent.CopyOnWriteArraySet",
          "java.util.concurrent.atomic.AtomicReference",
          "java.util.concurrent.atomic.AtomicStampedReference",
          "java.time.ZonedDateTime",
          "java.net.URL",
          "java.util.Currency",
          "[[I",
          "[Z",
          "boolean",
          Zoo.class.getName(),
          "dev/procession/task/SerializableFunction",
          "apply",
          "(Ljava/lang/Object;)Ljava/lang/Object;",
          "java.lang.ProcessBuilder",
          "no.such.Class");

  private static final int MAX_PATH_CHARS = 10_000;
  private static final int BYTES_PER_BYTE = 400;
  private static final long SPARE_BYTES = 64 << 20;

  private FuzzedItems() {}

  /** A value or a {@link DecodingException}, and the next can be decoded. */
  static void item(byte[] bytes) throws EncodingException {
    ItemDecoder decoder = decoder();
    try {
      decoder.decode(only(bytes), 0);
    } catch (DecodingException e) {
      assertTrue(e.path().length() < MAX_PATH_CHARS, e::path);
    }
    assertInGoodOrder(decoder);
  }

  /** An answer within the stated bound, and the next can be decoded. */
  static void answer(byte[] bytes) throws EncodingException {
    long bound = SPARE_BYTES + (long) bytes.length * BYTES_PER_BYTE;
    // What the loading of classes takes, which the fuzzer changes, is spent the first time only.
    if (allocatedByDecoding(bytes) > bound) {
      long allocated = allocatedByDecoding(bytes);
      assertTrue(
          allocated <= bound, () -> allocated + " bytes for " + HexFormat.of().formatHex(bytes));
    }
  }

  private static long allocatedByDecoding(byte[] bytes) throws EncodingException {
    ItemDecoder decoder = decoder();
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();
    decoder.decodeAnswer(only(bytes), 0);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertInGoodOrder(decoder);
    return allocated;
  }

  /** The same for what comes after the tag of a failure. */
  static void failure(byte[] bytes) throws EncodingException {
    byte[] tagged = new byte[bytes.length + 1];
    tagged[0] = Tag.THREW;
    System.arraycopy(bytes, 0, tagged, 1, bytes.length);
    answer(tagged);
  }

  private static ItemDecoder decoder() {
    KnownNames known = new KnownNames();
    try {
      known.add(0, NAMES);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    String ours = FuzzedItems.class.getPackageName() + ".";
    return ItemDecoder.ofResults(
        known, FuzzedItems.class.getClassLoader(), name -> name.startsWith(ours));
  }

  private static EncodedItems only(byte[] bytes) {
    return new EncodedItems(bytes, new int[] {bytes.length}, 1, 0);
  }

  private static void assertInGoodOrder(ItemDecoder decoder) throws EncodingException {
    ItemEncoder encoder = new ItemEncoder(new NameTable(), 1000);
    encoder.add(new Object[] {List.of(1), "x"});
    assertInstanceOf(Answer.Value.class, decoder.decodeAnswer(encoder.take(), 0));
  }
}
