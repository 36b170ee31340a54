package dev.procession.integration.bench.program;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is left of a task that is sent to a worker and back if nothing is done but to hand it from
 * thread to thread: on the one side a caller, one who decides, one who writes and one who reads; on
 * the other one who reads and one who runs. None may do another's part, since each may have to
 * wait.
 */
public final class RelayProgram {
  private static final int MESSAGE_BYTES = 32;

  private RelayProgram() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    Process echo = BareProgram.java(Echo.class).start();
    BlockingQueue<byte[]> toDecide = new ArrayBlockingQueue<>(1);
    BlockingQueue<byte[]> toWrite = new ArrayBlockingQueue<>(1);
    BlockingQueue<byte[]> done = new ArrayBlockingQueue<>(1);
    try (InputStream echoed = echo.getInputStream();
        OutputStream sent = echo.getOutputStream()) {
      daemon(() -> toWrite.put(toDecide.take()));
      daemon(() -> write(toWrite.take(), sent));
      daemon(() -> done.put(read(echoed)));
      Rounds.serve(() -> turns(count, toDecide, done));
    }
    echo.waitFor();
  }

  private static double turns(int count, BlockingQueue<byte[]> toDecide, BlockingQueue<byte[]> done)
      throws Exception {
    return Rounds.medianSeconds(
        count,
        () -> {
          toDecide.put(new byte[MESSAGE_BYTES]);
          Rounds.check(done.poll(1, TimeUnit.MINUTES) != null, "nothing comes back");
        });
  }

  private static void write(byte[] message, OutputStream out) throws IOException {
    out.write(message);
    out.flush();
  }

  private static byte[] read(InputStream in) throws IOException {
    byte[] message = new byte[MESSAGE_BYTES];
    Rounds.check(in.readNBytes(message, 0, MESSAGE_BYTES) == MESSAGE_BYTES, "the pipe has ended");
    return message;
  }

  /** Does the same again and again; ends with its process, or when the pipe does. */
  private static void daemon(Rounds.Part part) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  part.run();
                }
              } catch (Exception e) {
                // The rounds are over: the pipe was closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads on one thread, and sends back on another. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws Exception {
      BlockingQueue<byte[]> toRun = new ArrayBlockingQueue<>(1);
      try (InputStream in = new FileInputStream(FileDescriptor.in);
          OutputStream out = new FileOutputStream(FileDescriptor.out)) {
        daemon(() -> write(toRun.take(), out));
        byte[] message = new byte[MESSAGE_BYTES];
        while (in.readNBytes(message, 0, MESSAGE_BYTES) == MESSAGE_BYTES) {
          toRun.put(message);
        }
      }
    }
  }
}
