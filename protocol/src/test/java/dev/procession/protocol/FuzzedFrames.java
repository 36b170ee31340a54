package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/** What is expected of the readers of frames and messages, whatever the bytes are. */
final class FuzzedFrames {
  private static final int MAX_BODY = 1 << 20;
  private static final int MAX_MESSAGE_CHARS = 2000;

  private FuzzedFrames() {}

  /** A stream is frames up to an exception of a bearable length. */
  static void frames(byte[] stream) {
    FrameReader reader = new FrameReader(new ByteArrayInputStream(stream), MAX_BODY);
    int bytes = 0;
    try {
      if (stream.length > 0 && stream[0] == Protocol.preamble()[0]) {
        reader.skipToPreamble();
      }
      Frame frame = reader.next();
      while (frame != null) {
        bytes += Protocol.HEADER_BYTES + frame.body().length;
        frame = reader.next();
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).length() < MAX_MESSAGE_CHARS, e::getMessage);
    }
    assertTrue(bytes <= stream.length, "more came out than went in");
  }

  /** A frame, its type first, is a message that can be written again, or an exception. */
  static void toCoordinator(byte[] typed) throws IOException {
    if (typed.length > 0) {
      check(new ToCoordinator.Ready(), typed);
    }
  }

  static void toWorker(byte[] typed) throws IOException {
    if (typed.length > 0) {
      check(new ToWorker.Bye(), typed);
    }
  }

  private static void check(Record like, byte[] typed) throws IOException {
    Record message;
    try {
      message =
          WireTest.read(like, new Frame(typed[0], Arrays.copyOfRange(typed, 1, typed.length)));
    } catch (ProtocolException e) {
      String text = String.valueOf(e.getMessage());
      assertTrue(text.startsWith("Bad ") && text.length() < MAX_MESSAGE_CHARS, text);
      return;
    }
    ByteArrayInputStream again = new ByteArrayInputStream(WireTest.bytes(message));
    Frame frame = new FrameReader(again, Protocol.MAX_BODY_BYTES).next();
    assertNotNull(frame);
    assertEquals(Messages.shown(message), Messages.shown(WireTest.read(like, frame)));
  }
}
