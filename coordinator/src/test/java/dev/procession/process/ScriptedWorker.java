package dev.procession.process;

import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A worker that does what a test says: its side of the channel, of the page, and of stderr. */
public final class ScriptedWorker {
  /** What such a worker does in its life. It is killed when it comes to an end and lives on. */
  public interface Script {
    void play(ScriptedWorker self) throws Exception;
  }

  private final ScriptedProcess process;
  private final FrameReader stdin;

  /** Owned by the script's thread, like all that follows: heard and not yet asked for. */
  private final Queue<ToWorker> heard = new ArrayDeque<>();

  private @Nullable FileChannel pageFile;
  private @Nullable ProgressPage page;

  ScriptedWorker(ScriptedProcess process) {
    this.process = process;
    this.stdin = new FrameReader(process.stdin.in, Protocol.MAX_BODY_BYTES);
  }

  public ScriptedProcess process() {
    return process;
  }

  /** Writes bytes of any kind to the channel. */
  void write(byte... bytes) throws IOException {
    process.stdout.out.write(bytes);
  }

  public void say(ToCoordinator message) throws IOException {
    ToCoordinatorCodec.write(message, process.stdout.out);
  }

  /** Writes the header of a frame that says it has so many bytes. */
  void writeHeader(int type, int length) throws IOException {
    write(header(type, length));
  }

  /** Writes a frame of any type with any body. */
  void writeFrame(int type, byte... body) throws IOException {
    writeHeader(type, body.length);
    write(body);
  }

  /** What {@link #say} would write. */
  public static byte[] bytesOf(ToCoordinator message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ToCoordinatorCodec.write(message, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] header(int type, int length) {
    return new byte[] {
      (byte) 0xF1,
      (byte) 0xC5,
      (byte) type,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }

  /** The next message of the coordinator's; null when there is no more. */
  @Nullable
  public ToWorker hear() throws IOException {
    ToWorker before = heard.poll();
    if (before != null) {
      return before;
    }
    Frame frame = stdin.next();
    return frame == null ? null : ToWorkerCodec.read(frame);
  }

  /** Waits for a message of a kind; what comes before it is passed by. */
  public <T extends ToWorker> T await(Class<T> kind) throws IOException {
    while (true) {
      ToWorker message = hear();
      if (message == null) {
        throw new IOException("no " + kind.getSimpleName() + " came");
      }
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
    }
  }

  void hello() throws IOException {
    hello(process.pid());
  }

  private void hello(long pid) throws IOException {
    write(Protocol.preamble());
    say(new ToCoordinator.Hello(Protocol.VERSION, pid, 17, "17"));
  }

  /** Starts as a worker does. */
  public void getReady() throws IOException {
    getReady(process.pid());
  }

  /** Starts as a worker does that says it is a process of that number. */
  void getReady(long pid) throws IOException {
    hello(pid);
    Path file = Path.of(await(ToWorker.Welcome.class).progressPage());
    pageFile = FileChannel.open(file, StandardOpenOption.WRITE);
    // Now, because the file is gone from its folder once the worker is ready.
    page = ProgressPage.map(file);
    await(ToWorker.Start.class);
    say(new ToCoordinator.Ready());
  }

  /** Starts, waits for its first chunk, and says that it runs the first item of it. */
  public ToWorker.Run beginWork() throws IOException {
    getReady();
    ToWorker.Run run = await(ToWorker.Run.class);
    running(run.chunkId(), 0);
    return run;
  }

  /** The file of its page; only after the welcome. */
  FileChannel pageFile() {
    return Objects.requireNonNull(pageFile, "not welcomed yet");
  }

  /** Says on its page that it runs an item. */
  void running(long chunkId, int position) throws IOException {
    Objects.requireNonNull(page, "not welcomed yet").running(chunkId, position);
  }

  /** Answers each item of a chunk with the item itself. */
  void echo(ToWorker.Run run) throws IOException {
    say(new ToCoordinator.Results(run.chunkId(), 0, 1_000, run.items()));
  }

  /** Lives as a worker does whose function gives back what it gets. */
  void liveHonestly() throws IOException {
    getReady();
    answerAll();
  }

  /** Answers whatever comes until it is told to leave. */
  void answerAll() throws IOException {
    for (ToWorker next = hear(); next != null; next = hear()) {
      if (next instanceof ToWorker.Run run) {
        echo(run);
      } else if (next instanceof ToWorker.Revoke revoke) {
        say(new ToCoordinator.Returned(revoke.chunkId(), 0));
      } else if (next instanceof ToWorker.Bye) {
        process.exit(0);
      }
    }
  }
}
