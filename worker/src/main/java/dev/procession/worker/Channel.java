package dev.procession.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * The private streams between this worker and its coordinator, inaccessible to all other code in
 * this process.
 *
 * <ul>
 *   <li>{@code fd}: the shell that started this JVM has moved the pipes to descriptors 3 and 4, has
 *       pointed descriptor 1 to standard error and descriptor 0 to nothing. No print, native write
 *       or message of the VM can get into the protocol.
 *   <li>{@code stdio}: the pipes are descriptors 0 and 1. Java code finds an empty {@link
 *       System#in} and the print relay in {@link System#out}, but native code and child processes
 *       that inherit the descriptors can still disturb the protocol. For systems without {@code
 *       /bin/sh} or {@code /dev/fd}.
 * </ul>
 *
 * <p>Both relay {@link System#out} and {@link System#err} through one {@link MarkedOutput} on
 * descriptor 2. The streams are plain file streams because those do not react to interrupts.
 *
 * @param fromCoordinator what the coordinator sends
 * @param toCoordinator where to write to it, unbuffered
 */
record Channel(InputStream fromCoordinator, OutputStream toCoordinator) {

  /**
   * Opens the channel and replaces the system streams.
   *
   * @param arguments the command line of this process
   * @throws IOException if the descriptors do not exist
   */
  static Channel open(String... arguments) throws IOException {
    Channel channel = take(List.of(arguments));
    relayPrints();
    return channel;
  }

  /** Creates a channel of other streams; also replaces the system streams. */
  static Channel relaying(InputStream fromCoordinator, OutputStream toCoordinator) {
    relayPrints();
    return new Channel(fromCoordinator, toCoordinator);
  }

  private static Channel take(List<String> arguments) throws IOException {
    if (arguments.equals(List.of("fd"))) {
      return new Channel(
          new FileInputStream("/dev/fd/4"), new Sliced(new FileOutputStream("/dev/fd/3")));
    }
    if (arguments.equals(List.of("stdio"))) {
      return new Channel(
          new FileInputStream(FileDescriptor.in),
          new Sliced(new FileOutputStream(FileDescriptor.out)));
    }
    throw new IllegalArgumentException(
        "expected one argument, 'fd' or 'stdio', but got "
            + arguments
            + "; workers are started by a ProcessPool, not by hand");
  }

  private static void relayPrints() {
    MarkedOutput relay = new MarkedOutput(new FileOutputStream(FileDescriptor.err));
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(relay.out(), true, charset("stdout.encoding")));
    System.setErr(new PrintStream(relay.err(), true, charset("stderr.encoding")));
  }

  private static Charset charset(String property) {
    String name = System.getProperty(property);
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /**
   * Writes large arrays in slices. A {@link FileOutputStream} copies its argument to native memory
   * as a whole, which is slow and can fail in the middle of a message.
   */
  private static final class Sliced extends FilterOutputStream {
    private static final int SLICE_BYTES = 64 * 1024;

    Sliced(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      for (int at = offset; at < end; at += SLICE_BYTES) {
        out.write(bytes, at, Math.min(SLICE_BYTES, end - at));
      }
    }
  }
}
