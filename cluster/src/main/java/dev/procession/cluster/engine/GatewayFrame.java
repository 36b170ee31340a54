package dev.procession.cluster.engine;

import dev.procession.process.tunnel.Carrier.NodeEnd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a program and its gateway say to each other. A session is one connection to one node; the
 * gateway gives them numbers.
 */
public sealed interface GatewayFrame {
  /** From the gateway: a session with a host has begun. */
  record Connected(long session, String host) implements GatewayFrame {}

  /** From both: a message of the tunnel. */
  record Carried(long session, byte[] message) implements GatewayFrame {}

  /** From the gateway: a session has ended. */
  record Ended(long session, NodeEnd end, String why) implements GatewayFrame {}

  /** From the gateway: there is no session with a host, and why. */
  record Failed(String host, String why) implements GatewayFrame {}

  /** From the program: end a session. */
  record Close(long session) implements GatewayFrame {}

  /** Converts it to bytes. */
  static byte[] bytes(GatewayFrame frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (frame instanceof Carried f) {
        out.writeByte(1);
        out.writeLong(f.session());
        out.write(f.message());
      } else if (frame instanceof Connected f) {
        out.writeByte(2);
        out.writeLong(f.session());
        out.writeUTF(f.host());
      } else if (frame instanceof Ended f) {
        out.writeByte(3);
        out.writeLong(f.session());
        out.writeBoolean(f.end() == NodeEnd.ENDED);
        out.writeUTF(shortened(f.why()));
      } else if (frame instanceof Failed f) {
        out.writeByte(4);
        out.writeUTF(f.host());
        out.writeUTF(shortened(f.why()));
      } else if (frame instanceof Close f) {
        out.writeByte(5);
        out.writeLong(f.session());
      } else {
        throw new AssertionError(frame);
      }
    } catch (IOException e) {
      throw new AssertionError("in memory", e);
    }
    return bytes.toByteArray();
  }

  private static String shortened(String text) {
    return text.length() <= 1000 ? text : text.substring(0, 1000) + "...";
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is none
   */
  static GatewayFrame of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int type = in.readByte();
    return switch (type) {
      case 1 -> new Carried(in.readLong(), in.readAllBytes());
      case 2 -> new Connected(in.readLong(), in.readUTF());
      case 3 ->
          new Ended(
              in.readLong(), in.readBoolean() ? NodeEnd.ENDED : NodeEnd.UNKNOWN, in.readUTF());
      case 4 -> new Failed(in.readUTF(), in.readUTF());
      case 5 -> new Close(in.readLong());
      default -> throw new IOException("a frame of type " + type);
    };
  }
}
