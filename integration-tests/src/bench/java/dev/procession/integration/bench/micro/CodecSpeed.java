package dev.procession.integration.bench.micro;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** How long one item takes to become bytes, and to become an object again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecSpeed {
  private static final int ITEMS = 1_000;
  private static final int MAX_ITEM_BYTES = 1 << 20;

  /** Which items. */
  public enum Kind {
    /** Boxed ints of one to three bytes. */
    INTS,
    /** Short texts. */
    STRINGS,
    /** Small records. */
    RECORDS,
    /** Lists of a few numbers. */
    LISTS
  }

  /** A value as users have them. */
  record Point(int x, double y, String name) {}

  /** Set by JMH before the set-up. */
  @Param public Kind kind = Kind.INTS;

  private final NameTable names = new NameTable();
  private final KnownNames known = new KnownNames();
  private final ItemEncoder encoder = new ItemEncoder(names, MAX_ITEM_BYTES);
  private final ItemDecoder decoder =
      ItemDecoder.ofResults(known, CodecSpeed.class.getClassLoader());

  /** Owned by the thread of the trial; written before it begins. */
  private List<Object> items = List.of();

  /** Owned by the thread of the trial; written before it begins. */
  private EncodedItems encoded = new EncodedItems(new byte[0], new int[0], 0, 0);

  @Setup
  public void makeItems() throws EncodingException, ProtocolException {
    items = IntStream.range(0, ITEMS).mapToObj(this::item).toList();
    encoded = encode();
    known.add(0, names.names(0, encoded.namesNeeded()));
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public EncodedItems encode() throws EncodingException {
    for (Object item : items) {
      encoder.add(item);
    }
    return encoder.take();
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void decode(Blackhole sink) throws DecodingException {
    for (int i = 0; i < ITEMS; i++) {
      sink.consume(decoder.decode(encoded, i));
    }
  }

  private Object item(int i) {
    return switch (kind) {
      case INTS -> i * 100;
      case STRINGS -> "text number " + i;
      case RECORDS -> new Point(i, i + 0.5, "p" + i);
      case LISTS -> List.of(i, i + 1, i + 2);
    };
  }
}
