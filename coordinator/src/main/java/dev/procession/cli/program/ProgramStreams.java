package dev.procession.cli.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The standard streams of programs. They are the same for all calls, because a program may keep
 * them in its statics; what they are connected to is the current call's.
 */
final class ProgramStreams {
  private final Connected out;
  private final Connected err;
  private final PrintStream printedOut;
  private final PrintStream printedErr;
  private final Input in = new Input();

  ProgramStreams() {
    out = new Connected();
    err = new Connected();
    printedOut = new Unclosed(out, charset("stdout.encoding"));
    printedErr = new Unclosed(err, charset("stderr.encoding"));
  }

  /** As the JDK chooses it for a stream that is no terminal. */
  private static Charset charset(String property) {
    String name = System.getProperty(property, "");
    return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
  }

  /** Connects the streams of this JVM to a new call. */
  void begin(byte[] input, Optional<OutputStream> outCopy, Optional<OutputStream> errCopy) {
    in.content = new ByteArrayInputStream(input);
    out.begin(outCopy);
    err.begin(errCopy);
    System.setIn(in);
    System.setOut(printedOut);
    System.setErr(printedErr);
  }

  /** What was printed; what is printed later is nobody's. */
  ProgramOutput end() {
    printedOut.flush();
    printedErr.flush();
    return new ProgramOutput(out.end(), err.end());
  }

  /** In a process that ends within a call: what was printed goes where its own output goes. */
  void spill(PrintStream workersOut, PrintStream workersErr) {
    ProgramOutput output = end();
    workersOut.writeBytes(output.out());
    workersErr.writeBytes(output.err());
    workersOut.flush();
    workersErr.flush();
  }

  /** The program that closes it may be called again. */
  private static final class Unclosed extends PrintStream {
    Unclosed(OutputStream out, Charset charset) {
      super(out, false, charset);
    }

    @Override
    public void close() {
      flush();
    }
  }

  private static final class Input extends InputStream {
    /** Set by the thread that begins a call. */
    private volatile ByteArrayInputStream content = new ByteArrayInputStream(new byte[0]);

    @Override
    public int read() {
      return content.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return content.read(bytes, offset, length);
    }

    @Override
    public int available() {
      return content.available();
    }
  }

  private static final class Connected extends OutputStream {
    // Guarded by this.
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Optional<OutputStream> copy = Optional.empty();
    private boolean open;

    synchronized void begin(Optional<OutputStream> newCopy) {
      kept.reset();
      copy = newCopy;
      open = true;
    }

    synchronized byte[] end() {
      if (open && copy.isPresent()) {
        try {
          copy.get().close();
        } catch (IOException e) {
          // The worker's own stream: then the coordinator is gone.
        }
      }
      boolean wasOpen = open;
      open = false;
      return wasOpen ? kept.toByteArray() : new byte[0];
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      if (!open) {
        return;
      }
      if (copy.isPresent()) {
        copy.get().write(bytes, offset, length);
      } else {
        kept.write(bytes, offset, length);
      }
    }
  }
}
