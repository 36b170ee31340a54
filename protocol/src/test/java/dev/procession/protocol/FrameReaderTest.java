package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int MAX_BODY = 1 << 20;

  private static FrameReader reader(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return new FrameReader(new ByteArrayInputStream(all.toByteArray()), MAX_BODY);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Listening for transport dt_socket\n", "P", "Procs\r"})
  void noiseBeforeThePreambleIsGivenBack(String noise) throws IOException {
    FrameReader reader =
        reader(text(noise), Protocol.preamble(), WireTest.bytes(new ToCoordinator.Ready()));

    assertEquals(noise, reader.skipToPreamble());
    assertNotNull(reader.next());
  }

  /** There is memory for 4 MiB at once, or for none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1 << 20, 4 << 20})
  void frameThatThereIsNoMemoryForIsSkipped(int room) throws IOException {
    byte[] value = new byte[6 << 20];
    ToCoordinator.Results results =
        new ToCoordinator.Results(
            7, 3, 1, new EncodedItems(value, new int[] {10, value.length}, 2, 0));
    byte[] all = concatenated(WireTest.bytes(results), WireTest.bytes(new ToCoordinator.Ready()));
    FrameReader reader =
        new FrameReader(
            new ByteArrayInputStream(all),
            8 << 20,
            length -> {
              if (length > Math.max(room, 100)) {
                throw new OutOfMemoryError("Java heap space");
              }
              return new byte[length];
            });

    UnreadFrameError unread = assertThrows(UnreadFrameError.class, reader::next);
    Frame next = Objects.requireNonNull(reader.next());

    ToCoordinator.Results known =
        ToCoordinatorCodec.readBeginning(unread.beginning()).orElseThrow();
    assertEquals(7, known.chunkId());
    assertEquals(3, known.firstPosition());
    assertEquals(2, known.answers().count());
    assertEquals(new ToCoordinator.Ready(), ToCoordinatorCodec.read(next));
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void halfPreambleIsNoise() throws IOException {
    byte[] half = Arrays.copyOf(Protocol.preamble(), 5);
    FrameReader reader = reader(half, half, Protocol.preamble());

    String noise = reader.skipToPreamble();

    assertTrue(noise.contains("Proc"), noise);
  }

  @Test
  void streamWithoutPreambleIsQuoted() throws IOException {
    FrameReader reader = reader(text("Error occurred during initialization of VM\n"));

    EOFException e = assertThrows(EOFException.class, reader::skipToPreamble);

    assertTrue(String.valueOf(e.getMessage()).contains("initialization of VM"), e.getMessage());
  }

  @Test
  void preambleCutAnywhereIsEof() throws IOException {
    for (int length = 0; length < Protocol.preamble().length; length++) {
      FrameReader reader = reader(Arrays.copyOf(Protocol.preamble(), length));
      assertThrows(EOFException.class, reader::skipToPreamble);
    }
  }

  @Test
  void noiseHasLimit() throws IOException {
    FrameReader reader = reader(new byte[Protocol.MAX_NOISE_BYTES + 1], Protocol.preamble());

    assertThrows(ProtocolException.class, reader::skipToPreamble);
  }

  @Test
  void printInPlaceOfFrameIsQuoted() throws IOException {
    FrameReader reader =
        reader(WireTest.bytes(new ToCoordinator.Ready()), text("I was printed by native code"));
    assertNotNull(reader.next());

    ProtocolException e = assertThrows(ProtocolException.class, reader::next);

    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("printed by native") && message.contains("49 20"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, MAX_BODY + 1, Integer.MAX_VALUE})
  void lengthOutsideTheLimitIsRefused(int length) throws IOException {
    byte[] frame = header(length);

    ProtocolException e = assertThrows(ProtocolException.class, () -> reader(frame).next());

    assertTrue(String.valueOf(e.getMessage()).contains("" + MAX_BODY), e.getMessage());
  }

  private static byte[] header(int length) {
    return new byte[] {
      (byte) (Protocol.MAGIC >> 8),
      (byte) Protocol.MAGIC,
      1,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }

  /** Remembers the largest array that it was asked to fill. */
  private static final class Greed extends InputStream {
    private final InputStream in;
    int most;

    Greed(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      most = Math.max(most, bytes.length);
      return in.read(bytes, from, length);
    }
  }

  @Test
  void lyingLengthAllocatesLittle() {
    Greed in = new Greed(header(2_000_000_000));
    FrameReader reader = new FrameReader(in, Protocol.MAX_BODY_BYTES);

    assertThrows(EOFException.class, reader::next);

    assertTrue(in.most <= Protocol.MAX_UNPROVEN_BYTES, () -> in.most + " bytes");
  }

  @Test
  void otherFlagsAreRefused() {
    byte[] frame = header(0);
    frame[3] = 1;

    assertThrows(ProtocolException.class, () -> reader(frame).next());
  }
}
