package dev.procession.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tasks that take over the worker's channel, or make too much of it. */
final class Traitors {
  /** Which of the items does it. */
  static final int TRAITOR = 5;

  /** Where the protocol is, in a worker. */
  private static final Path CHANNEL = Path.of("/dev/fd/3");

  private static final int NOISE_BYTES = 64 << 20;

  private Traitors() {}

  private static void write(byte[] bytes) {
    try (OutputStream channel = Files.newOutputStream(CHANNEL)) {
      channel.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    // Killed while it waits for that.
    Victims.spinForever();
  }

  static int writeText(int item) {
    if (item == TRAITOR) {
      write("I am the captain now\n".getBytes(StandardCharsets.UTF_8));
    }
    return item;
  }

  static int announceTheLongestFrame(int item) {
    if (item == TRAITOR) {
      write(new byte[] {(byte) 0xF1, (byte) 0xC5, 69, 0, 0x7f, -1, -1, -1});
    }
    return item;
  }

  /** Results for a chunk that it was not given. */
  static int answerForOthers(int item) {
    if (item == TRAITOR) {
      write(new byte[] {(byte) 0xF1, (byte) 0xC5, 69, 0, 0, 0, 0, 8, 127, 0, 1, 0, 1, 2, 3, 4});
    }
    return item;
  }

  static int askForPasswords(int item) {
    if (item == TRAITOR) {
      byte[] name = "../../../../../../etc/passwd".getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(new byte[] {(byte) 0xF1, (byte) 0xC5, 71, 0, 0, 0, 0});
      frame.write(3 + name.length);
      frame.writeBytes(new byte[] {127, 0, (byte) name.length});
      frame.writeBytes(name);
      write(frame.toByteArray());
    }
    return item;
  }

  static int printWithoutEndOfLine(int item) {
    if (item == TRAITOR) {
      PrintStream out = System.out;
      byte[] noise = new byte[1 << 16];
      java.util.Arrays.fill(noise, (byte) 'x');
      for (int written = 0; written < NOISE_BYTES; written += noise.length) {
        out.write(noise, 0, noise.length);
      }
    }
    return item;
  }

  /** As large as a result may be, but not as the coordinator's heap. */
  static byte[] returnMegabytes(int megabytes) {
    return new byte[megabytes << 20];
  }
}
