package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as bytes, there and back. */
class WireTest {
  private static final int MAX_BODY = 1 << 20;

  static byte[] bytes(Record message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (message instanceof ToWorker m) {
      ToWorkerCodec.write(m, out);
    } else {
      ToCoordinatorCodec.write((ToCoordinator) message, out);
    }
    return out.toByteArray();
  }

  static Record read(Record like, Frame frame) throws ProtocolException {
    return (Record)
        (like instanceof ToWorker ? ToWorkerCodec.read(frame) : ToCoordinatorCodec.read(frame));
  }

  private static Frame frame(byte[] bytes) throws IOException {
    Frame frame = new FrameReader(new ByteArrayInputStream(bytes), MAX_BODY).next();
    assertNotNull(frame);
    return frame;
  }

  static Stream<Record> messages() {
    return Stream.concat(
        Messages.toWorker().stream().map(Record.class::cast),
        Messages.toCoordinator().stream().map(Record.class::cast));
  }

  @Test
  void everyMessageHasAnExample() {
    Set<Class<?>> missing = new HashSet<>();
    missing.addAll(Arrays.asList(ToWorker.class.getPermittedSubclasses()));
    missing.addAll(Arrays.asList(ToCoordinator.class.getPermittedSubclasses()));

    messages().forEach(message -> missing.remove(message.getClass()));

    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messageComesBack(Record message) throws IOException {
    assertEquals(Messages.shown(message), Messages.shown(read(message, frame(bytes(message)))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void streamCutAnywhereIsAnIoException(Record message) throws IOException {
    byte[] bytes = bytes(message);
    for (int length = 1; length < bytes.length; length++) {
      FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes, 0, length), MAX_BODY);
      assertThrows(IOException.class, reader::next);
    }
    assertNull(new FrameReader(InputStream.nullInputStream(), MAX_BODY).next());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bodyCutAnywhereOrTooLongIsProtocolException(Record message) throws IOException {
    Frame whole = frame(bytes(message));
    for (int length = 0; length < whole.body().length; length++) {
      Frame cut = new Frame(whole.type(), Arrays.copyOf(whole.body(), length));
      assertThrows(ProtocolException.class, () -> read(message, cut), () -> "cut: " + cut);
    }
    Frame longer = new Frame(whole.type(), Arrays.copyOf(whole.body(), whole.body().length + 1));
    assertThrows(ProtocolException.class, () -> read(message, longer));
  }

  @Test
  void damagedBodiesAreMessagesOrProtocolExceptions() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("damagedBodiesAreMessagesOrProtocolExceptions: seed " + seed);
    Random random = new Random(seed);
    for (Record message : messages().toList()) {
      Frame whole = frame(bytes(message));
      for (int round = 0; round < 300; round++) {
        byte[] body = whole.body().clone();
        for (int i = 0; body.length > 0 && i <= random.nextInt(3); i++) {
          body[random.nextInt(Math.min(body.length, 40))] = (byte) random.nextInt();
        }
        try {
          assertNotNull(read(message, new Frame(whole.type(), body)));
        } catch (ProtocolException e) {
          assertTrue(String.valueOf(e.getMessage()).startsWith("Bad "), e::toString);
        }
      }
    }
  }

  @Test
  void randomStreamsEndInIoExceptions() {
    long seed = new Random().nextLong();
    System.out.println("randomStreamsEndInIoExceptions: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(100)];
      random.nextBytes(bytes);
      bytes[0] = 0;
      FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes), MAX_BODY);
      assertThrows(IOException.class, reader::next);
    }
  }

  @Test
  void unknownTypesAreProtocolExceptions() {
    assertThrows(
        ProtocolException.class, () -> ToWorkerCodec.read(new Frame((byte) 99, new byte[0])));
    assertThrows(
        ProtocolException.class, () -> ToCoordinatorCodec.read(new Frame((byte) 1, new byte[0])));
  }

  /** Counts its bytes and calls; the lengths of large writes are what matters. */
  private static final class Calls extends OutputStream {
    final List<Integer> lengths = new ArrayList<>();
    final List<byte[]> arrays = new ArrayList<>();

    @Override
    public void write(int b) {
      throw new AssertionError("single byte");
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      lengths.add(length);
      arrays.add(bytes);
    }
  }

  @Test
  void smallFrameIsOneWriteAndLargeItemsAreWrittenFromTheirArray() throws IOException {
    Calls small = new Calls();
    Calls large = new Calls();
    EncodedItems items = Messages.items(100_000, 10);

    ToWorkerCodec.write(new ToWorker.Run(1, 1, 1, 1, Messages.items(10, 20)), small);
    ToWorkerCodec.write(new ToWorker.Run(1, 1, 1, 1, items), large);

    assertEquals(1, small.lengths.size());
    assertEquals(2, large.lengths.size());
    assertSame(items.array(), large.arrays.get(1));
    assertEquals(100_010, large.lengths.get(1));
  }

  @Test
  void slicesAreWrittenAndReadAsIfTheyWereAlone() throws IOException {
    EncodedItems all = Messages.items(3, 1, 4, 1, 5, 9, 2, 6);
    for (int from = 0; from <= all.count(); from++) {
      for (int to = from; to <= all.count(); to++) {
        EncodedItems slice = all.slice(from, to);
        byte[] bytes = bytes(new ToWorker.Run(1, 2, 3, 4, slice));

        ToWorker.Run read = (ToWorker.Run) ToWorkerCodec.read(frame(bytes));

        assertEquals(Messages.shown(slice), Messages.shown(read.items()));
        assertEquals(slice.sizeBytes(), read.items().sizeBytes());
        EncodedItems again = read.items().slice(0, slice.count());
        assertEquals(Messages.shown(slice), Messages.shown(again));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 65535, 65536, 65537, 3_000_000})
  void framesOfAllSizesAroundBuffersFollowEachOther(int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ToCoordinator.Results results = new ToCoordinator.Results(1, 2, 3, Messages.items(size, 1));
    for (int i = 0; i < 3; i++) {
      ToCoordinatorCodec.write(results, out);
      ToCoordinatorCodec.write(new ToCoordinator.Ready(), out);
    }
    for (InputStream in : List.of(in(out), new OneByOne(in(out)))) {
      FrameReader reader = new FrameReader(in, 1 << 24);
      for (int i = 0; i < 3; i++) {
        Frame first = reader.next();
        assertNotNull(first);
        ToCoordinator.Results read = (ToCoordinator.Results) ToCoordinatorCodec.read(first);
        assertTrue(
            Arrays.equals(results.answers().copyOf(0), read.answers().copyOf(0)), "same bytes");
        assertNotNull(reader.next());
      }
      assertNull(reader.next());
    }
  }

  @Test
  void itemWithoutBytesIsRefused() {
    // Its length is written in two bytes, so that there seems to be room for two.
    byte[] body = {5, 6, 7, 0x11, 1, 0, (byte) 0x80, 0};
    ToCoordinator.Results like = new ToCoordinator.Results(1, 2, 3, Messages.items(1, 1));

    ProtocolException e =
        assertThrows(ProtocolException.class, () -> read(like, new Frame(type(like), body)));

    assertTrue(String.valueOf(e.getMessage()).contains("item 0 has no bytes"), e::toString);
  }

  @Test
  void itemsOfOneLengthThatDoNotFillTheBodyAreRefused() {
    ToCoordinator.Results like = new ToCoordinator.Results(1, 2, 3, Messages.items(1, 1));
    for (int bytes : new int[] {4, 5, 7}) {
      byte[] body = Arrays.copyOf(new byte[] {5, 6, 7, 0x11, 3, 2}, 6 + bytes);

      ProtocolException e =
          assertThrows(ProtocolException.class, () -> read(like, new Frame(type(like), body)));

      assertTrue(String.valueOf(e.getMessage()).contains("claim 6 bytes"), e::toString);
    }
  }

  private static byte type(Record message) throws IOException {
    return bytes(message)[2];
  }

  private static InputStream in(ByteArrayOutputStream out) {
    return new ByteArrayInputStream(out.toByteArray());
  }

  /** Gives few bytes at a time, as pipes may. */
  private static final class OneByOne extends InputStream {
    private final InputStream in;

    OneByOne(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, Math.min(length, 7));
    }
  }

  @Test
  void longTextsAreCut() throws IOException {
    byte[] bytes = bytes(new ToCoordinator.Retiring("€".repeat(2_000_000)));
    Frame frame = new FrameReader(new ByteArrayInputStream(bytes), 1 << 24).next();
    assertNotNull(frame);

    ToCoordinator.Retiring read = (ToCoordinator.Retiring) ToCoordinatorCodec.read(frame);

    assertEquals(Protocol.MAX_REASON_CHARS, read.reason().length());
  }
}
