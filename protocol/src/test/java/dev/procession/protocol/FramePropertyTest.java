package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for frames and messages of any bytes, cut anywhere. Each test prints its seed. */
class FramePropertyTest {
  private static final int MAX_BODY = 16 << 20;
  private static final int ROUNDS = 300;

  /** What is to hold for anything that is made from a source of random numbers. */
  private interface Property {
    void check(Random random) throws IOException;
  }

  private static void always(String name, Property property) throws IOException {
    long seed = new Random().nextLong();
    System.out.println(name + ": seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      property.check(random);
    }
  }

  /** A pipe: it gives what is there, however much was asked for. */
  private static final class Trickle extends InputStream {
    private static final int MOST_BYTES = 100;

    private final InputStream in;
    private final Random random;

    Trickle(byte[] bytes, int length, Random random) {
      this.in = new ByteArrayInputStream(bytes, 0, length);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int some = Math.min(length, 1 + random.nextInt(MOST_BYTES));
      return in.read(into, from, random.nextInt(4) == 0 ? length : some);
    }
  }

  private static FrameReader reader(byte[] bytes, int length, Random random) {
    return new FrameReader(new Trickle(bytes, length, random), MAX_BODY);
  }

  private static byte[] anyBytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<byte[]> anyBodies(Random random) {
    List<byte[]> bodies = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      bodies.add(anyBytes(random, random.nextInt(10) == 0 ? 200_000 : 300));
    }
    return bodies;
  }

  private static byte[] framed(List<byte[]> bodies) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] body : bodies) {
      out.write(header(bodies.indexOf(body), body.length));
      out.write(body);
    }
    return out.toByteArray();
  }

  private static byte[] header(int type, int length) {
    return ByteBuffer.allocate(Protocol.HEADER_BYTES)
        .putShort((short) Protocol.MAGIC)
        .put((byte) type)
        .put((byte) 0)
        .putInt(length)
        .array();
  }

  private static void assertFrame(int type, byte[] body, FrameReader reader) throws IOException {
    Frame frame = reader.next();
    assertNotNull(frame);
    assertEquals(type, frame.type());
    assertTrue(Arrays.equals(body, frame.body()), () -> "a body of " + body.length + " bytes");
  }

  @Test
  void framesComeOutAsTheyWentInHoweverTheyAreCut() throws IOException {
    always(
        "framesComeOutAsTheyWentInHoweverTheyAreCut",
        random -> {
          List<byte[]> bodies = anyBodies(random);
          byte[] all = framed(bodies);

          FrameReader reader = reader(all, all.length, random);

          for (int i = 0; i < bodies.size(); i++) {
            assertFrame(i, bodies.get(i), reader);
          }
          assertNull(reader.next());
        });
  }

  @Test
  void streamThatEndsAnywhereGivesTheWholeFramesAndThenSaysSo() throws IOException {
    always(
        "streamThatEndsAnywhereGivesTheWholeFramesAndThenSaysSo",
        random -> {
          List<byte[]> bodies = anyBodies(random);
          byte[] all = framed(bodies);
          int length = random.nextInt(all.length + 1);

          FrameReader reader = reader(all, length, random);

          int end = 0;
          int whole = 0;
          while (whole < bodies.size()
              && end + Protocol.HEADER_BYTES + bodies.get(whole).length <= length) {
            assertFrame(whole, bodies.get(whole), reader);
            end += Protocol.HEADER_BYTES + bodies.get(whole).length;
            whole++;
          }
          if (end == length) {
            assertNull(reader.next());
          } else {
            assertThrows(EOFException.class, reader::next);
          }
        });
  }

  @Test
  void frameIsIntactWhateverFollows() throws IOException {
    always(
        "frameIsIntactWhateverFollows",
        random -> {
          byte[] body = anyBytes(random, 70_000);
          byte[] rubbish = anyBytes(random, 100);
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          all.write(header(7, body.length));
          all.write(body);
          all.write('x');
          all.write(rubbish);

          FrameReader reader = reader(all.toByteArray(), all.size(), random);

          assertFrame(7, body, reader);
          assertThrows(IOException.class, reader::next);
        });
  }

  @Test
  void anyNoiseBeforeThePreambleIsGivenBack() throws IOException {
    always(
        "anyNoiseBeforeThePreambleIsGivenBack",
        random -> {
          byte[] noise = anyBytes(random, 5000);
          for (int i = 0; i < noise.length; i++) {
            noise[i] &= 0x7f;
          }
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          all.write(noise);
          all.write(Protocol.preamble(), 0, random.nextInt(Protocol.preamble().length));
          all.write(Protocol.preamble());
          all.write(header(1, 0));

          FrameReader reader = reader(all.toByteArray(), all.size(), random);

          String given = reader.skipToPreamble();
          assertTrue(given.startsWith(new String(noise, StandardCharsets.US_ASCII)), given);
          assertFrame(1, new byte[0], reader);
        });
  }

  @Test
  void bodiesOfAnyBytesAreMessagesOrProtocolExceptions() throws IOException {
    always(
        "bodiesOfAnyBytesAreMessagesOrProtocolExceptions",
        random -> {
          for (int type = 0; type < 256; type++) {
            FuzzedFrames.toCoordinator(typed(type, anyBytes(random, 40)));
            FuzzedFrames.toWorker(typed(type, anyBytes(random, 40)));
          }
        });
  }

  private static byte[] typed(int type, byte[] body) {
    return ByteBuffer.allocate(1 + body.length).put((byte) type).put(body).array();
  }

  @ParameterizedTest
  @MethodSource("dev.procession.protocol.WireTest#messages")
  void messageWithAnyByteChangedOrCutIsAMessageOrAProtocolException(Record message)
      throws IOException {
    byte[] whole = WireTest.bytes(message);
    byte[] typed = typed(whole[2], Arrays.copyOfRange(whole, Protocol.HEADER_BYTES, whole.length));

    always(
        message.getClass().getSimpleName(),
        random -> {
          byte[] bytes = typed.clone();
          for (int i = random.nextInt(3); i >= 0 && bytes.length > 1; i--) {
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
          }
          byte[] cut = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
          if (message instanceof ToWorker) {
            FuzzedFrames.toWorker(bytes);
            FuzzedFrames.toWorker(cut);
          } else {
            FuzzedFrames.toCoordinator(bytes);
            FuzzedFrames.toCoordinator(cut);
          }
        });
  }

  /** One byte less, the same and one more than what buffers and single writes hold. */
  static IntStream sizes() {
    return IntStream.of(8, 1 << 10, 4 << 10, 8 << 10, 64 << 10, 2 << 20, 8 << 20)
        .flatMap(size -> IntStream.of(size, size - Protocol.HEADER_BYTES))
        .flatMap(size -> IntStream.rangeClosed(size - 1, size + 1))
        .filter(size -> size >= 0)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void bodyOfEachSizeAroundABufferArrives(int size) throws IOException {
    Random random = new Random(size);
    byte[] body = new byte[size];
    random.nextBytes(body);
    List<byte[]> bodies = List.of(body, new byte[1], body.clone());
    byte[] all = framed(bodies);

    FrameReader whole = new FrameReader(new ByteArrayInputStream(all), MAX_BODY);
    FrameReader cut = reader(all, all.length, random);

    for (int i = 0; i < bodies.size(); i++) {
      assertFrame(i, bodies.get(i), whole);
      assertFrame(i, bodies.get(i), cut);
    }
    assertNull(whole.next());
    assertNull(cut.next());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void itemOfEachSizeAroundABufferArrives(int size) throws IOException {
    EncodedItems items = Messages.items(1, Math.max(1, size), 1);
    byte[] all = WireTest.bytes(new ToWorker.Run(1, 2, 3, 4, items));

    Frame frame = reader(all, all.length, new Random(size)).next();

    assertNotNull(frame);
    ToWorker.Run run = (ToWorker.Run) ToWorkerCodec.read(frame);
    for (int i = 0; i < items.count(); i++) {
      assertArrayEquals(items.copyOf(i), run.items().copyOf(i));
    }
  }
}
