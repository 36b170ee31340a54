package dev.procession.process.tunnel;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchOptions.EnvironmentInheritance;
import dev.procession.process.tunnel.Message.Stream;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Converts messages of the tunnel to bytes and back. What comes in is checked. */
final class MessageCodec {
  private static final int MAX_TEXT_BYTES = 1 << 24;
  private static final int MAX_LIST = 1 << 20;

  private MessageCodec() {}

  static byte[] bytes(long number, Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(number);
      write(message, out);
    } catch (IOException e) {
      throw new AssertionError("in memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Message message, DataOutputStream out) throws IOException {
    if (message instanceof Message.Bytes m) {
      out.writeByte(1);
      out.writeLong(m.worker());
      out.writeByte(code(m.stream()));
      bytes(m.bytes(), out);
    } else if (message instanceof Message.Credit m) {
      out.writeByte(2);
      out.writeLong(m.worker());
      out.writeByte(code(m.stream()));
      out.writeInt(m.bytes());
    } else if (message instanceof Message.End m) {
      out.writeByte(3);
      out.writeLong(m.worker());
      out.writeByte(code(m.stream()));
    } else if (message instanceof Message.Beat m) {
      out.writeByte(4);
      out.writeLong(m.sentNanos());
    } else if (message instanceof Message.Echo m) {
      out.writeByte(5);
      out.writeLong(m.sentNanos());
    } else if (message instanceof Message.Running m) {
      out.writeByte(6);
      out.writeLong(m.worker());
      running(m.item(), out);
    } else if (message instanceof Message.Hello m) {
      out.writeByte(7);
      out.writeInt(m.version());
      out.writeInt(m.slots());
      out.writeInt(m.launchesAtOnce());
      out.writeLong(m.sentNanos());
      text(m.java(), out);
    } else if (message instanceof Message.Launched m) {
      out.writeByte(8);
      out.writeLong(m.worker());
      out.writeLong(m.pid());
      text(m.page(), out);
    } else if (message instanceof Message.NotLaunched m) {
      out.writeByte(9);
      out.writeLong(m.worker());
      text(m.why(), out);
    } else if (message instanceof Message.Exited m) {
      out.writeByte(10);
      out.writeLong(m.worker());
      out.writeBoolean(m.exitCode().isPresent());
      out.writeInt(m.exitCode().orElse(0));
      running(m.running(), out);
      text(m.crashReport(), out);
    } else if (message instanceof Message.Launch m) {
      out.writeByte(11);
      out.writeLong(m.worker());
      out.writeInt(m.key().workerId());
      out.writeInt(m.key().generation());
    } else if (message instanceof Message.Ready m) {
      out.writeByte(12);
      out.writeLong(m.worker());
    } else if (message instanceof Message.Kill m) {
      out.writeByte(13);
      out.writeLong(m.worker());
    } else if (message instanceof Message.Open m) {
      out.writeByte(14);
      out.writeLong(m.hostTimeoutNanos());
      launch(m.launch(), out);
      blobs(m.classPath(), out);
    } else if (message instanceof Message.NoPlace m) {
      out.writeByte(15);
      out.writeLong(m.worker());
    } else if (message instanceof Message.Draining) {
      out.writeByte(16);
    } else if (message instanceof Message.Wanted m) {
      out.writeByte(17);
      out.writeLong(m.transfer());
      text(m.hash(), out);
    } else if (message instanceof Message.Prepared) {
      out.writeByte(18);
    } else if (message instanceof Message.NotPrepared m) {
      out.writeByte(19);
      text(m.why(), out);
    } else if (message instanceof Message.Splice m) {
      out.writeByte(20);
      out.writeLong(m.worker());
      blob(m.blob(), out);
    } else if (message instanceof Message.Forget m) {
      out.writeByte(21);
      text(m.hash(), out);
    } else {
      throw new AssertionError(message);
    }
  }

  /** The number of a message, which comes first. */
  static long number(byte[] message) throws IOException {
    return new DataInputStream(new ByteArrayInputStream(message)).readLong();
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is none
   */
  static Message message(byte[] message) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
    in.readLong();
    int type = in.readByte();
    return switch (type) {
      case 1 -> new Message.Bytes(in.readLong(), stream(in), bytes(in, message.length));
      case 2 -> new Message.Credit(in.readLong(), stream(in), in.readInt());
      case 3 -> new Message.End(in.readLong(), stream(in));
      case 4 -> new Message.Beat(in.readLong());
      case 5 -> new Message.Echo(in.readLong());
      case 6 -> new Message.Running(in.readLong(), running(in));
      case 7 -> hello(in);
      case 8 -> new Message.Launched(in.readLong(), in.readLong(), text(in));
      case 9 -> new Message.NotLaunched(in.readLong(), text(in));
      case 10 -> {
        long worker = in.readLong();
        boolean isCode = in.readBoolean();
        int code = in.readInt();
        yield new Message.Exited(
            worker, isCode ? OptionalInt.of(code) : OptionalInt.empty(), running(in), text(in));
      }
      case 11 -> new Message.Launch(in.readLong(), new WorkerKey(in.readInt(), in.readInt()));
      case 12 -> new Message.Ready(in.readLong());
      case 13 -> new Message.Kill(in.readLong());
      case 14 -> new Message.Open(in.readLong(), launch(in), blobs(in));
      case 15 -> new Message.NoPlace(in.readLong());
      case 16 -> new Message.Draining();
      case 17 -> new Message.Wanted(in.readLong(), text(in));
      case 18 -> new Message.Prepared();
      case 19 -> new Message.NotPrepared(text(in));
      case 20 -> new Message.Splice(in.readLong(), blob(in));
      case 21 -> new Message.Forget(text(in));
      default -> throw new IOException("a message of type " + type);
    };
  }

  private static Message.Hello hello(DataInputStream in) throws IOException {
    int version = in.readInt();
    return version == Message.VERSION
        ? new Message.Hello(version, in.readInt(), in.readInt(), in.readLong(), text(in))
        : Message.Hello.ofVersion(version);
  }

  private static Stream stream(DataInputStream in) throws IOException {
    int code = in.readByte();
    return switch (code) {
      case 0 -> Stream.STDIN;
      case 1 -> Stream.STDOUT;
      case 2 -> Stream.STDERR;
      default -> throw new IOException("stream " + code);
    };
  }

  private static int code(Stream stream) {
    return switch (stream) {
      case STDIN -> 0;
      case STDOUT -> 1;
      case STDERR -> 2;
    };
  }

  private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in, int limit) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > limit) {
      throw new IOException(length + " bytes in a message, at most " + limit + " are possible");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in, MAX_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  private static void running(Optional<RunningItem> item, DataOutputStream out) throws IOException {
    out.writeBoolean(item.isPresent());
    if (item.isPresent()) {
      out.writeLong(item.get().chunkId());
      out.writeInt(item.get().position());
    }
  }

  private static Optional<RunningItem> running(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new RunningItem(in.readLong(), in.readInt()))
        : Optional.empty();
  }

  private static void texts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(text, out);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int count = count(in);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return List.copyOf(texts);
  }

  private static void blobs(List<Blob> blobs, DataOutputStream out) throws IOException {
    out.writeInt(blobs.size());
    for (Blob blob : blobs) {
      blob(blob, out);
    }
  }

  private static List<Blob> blobs(DataInputStream in) throws IOException {
    int count = count(in);
    List<Blob> blobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blobs.add(blob(in));
    }
    return List.copyOf(blobs);
  }

  private static void blob(Blob blob, DataOutputStream out) throws IOException {
    text(blob.hash(), out);
    out.writeLong(blob.sizeBytes());
  }

  private static Blob blob(DataInputStream in) throws IOException {
    try {
      return new Blob(text(in), in.readLong());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_LIST) {
      throw new IOException("a list of " + count);
    }
    return count;
  }

  private static void launch(LaunchOptions launch, DataOutputStream out) throws IOException {
    out.writeInt(launch.workers());
    texts(launch.javaHome().map(Path::toString).stream().toList(), out);
    texts(launch.jvmArgs(), out);
    out.writeLong(launch.maxHeapBytes().orElse(-1));
    out.writeBoolean(launch.classPath().isPresent());
    texts(launch.classPath().orElse(List.of()).stream().map(Path::toString).toList(), out);
    texts(List.copyOf(launch.environment().keySet()), out);
    texts(List.copyOf(launch.environment().values()), out);
    out.writeBoolean(launch.environmentInheritance() == EnvironmentInheritance.CLEAN);
    texts(launch.inheritedProperties(), out);
    texts(launch.directory().map(Path::toString).stream().toList(), out);
    out.writeInt(launch.niceness());
  }

  private static LaunchOptions launch(DataInputStream in) throws IOException {
    int workers = in.readInt();
    Optional<Path> javaHome = texts(in).stream().map(Path::of).findFirst();
    List<String> jvmArgs = texts(in);
    long heap = in.readLong();
    boolean hasClassPath = in.readBoolean();
    List<Path> classPath = texts(in).stream().map(Path::of).toList();
    List<String> names = texts(in);
    List<String> values = texts(in);
    Map<String, String> environment = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
      environment.put(names.get(i), values.get(i));
    }
    EnvironmentInheritance inheritance =
        in.readBoolean() ? EnvironmentInheritance.CLEAN : EnvironmentInheritance.INHERIT;
    List<String> properties = texts(in);
    Optional<Path> directory = texts(in).stream().map(Path::of).findFirst();
    int niceness = in.readInt();
    return new LaunchOptions(
        workers,
        javaHome,
        jvmArgs,
        heap < 0 ? OptionalLong.empty() : OptionalLong.of(heap),
        hasClassPath ? Optional.of(classPath) : Optional.empty(),
        Map.copyOf(environment),
        inheritance,
        properties,
        directory,
        niceness);
  }
}
