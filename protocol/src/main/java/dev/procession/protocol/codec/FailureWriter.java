package dev.procession.protocol.codec;

import dev.procession.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a throwable with its causes and everything suppressed, such that it arrives whatever it
 * is: each throwable as data, and beside it the object itself if Java serialization can write it.
 *
 * <p>Calls methods that the throwables may override; what those throw is put in place of what they
 * were asked for.
 */
final class FailureWriter {
  /** The longest description of a failure, whatever the limit for values is. */
  static final int MAX_BYTES = Protocol.MAX_FAILURE_BYTES;

  /** How much of a failure is told. The first that fits into {@link #MAX_BYTES} is taken. */
  private enum Detail {
    ALL(64, 4096, 1 << 20, true),
    NO_OBJECTS(64, 1024, 16 * 1024, false),
    LITTLE(8, 50, 1000, false);

    final int maxThrowables;
    final int maxFrames;
    final int maxTextChars;
    final boolean objects;

    Detail(int maxThrowables, int maxFrames, int maxTextChars, boolean objects) {
      this.maxThrowables = maxThrowables;
      this.maxFrames = maxFrames;
      this.maxTextChars = maxTextChars;
      this.objects = objects;
    }
  }

  private final Detail detail;
  private final EncodingNames names;
  private final ItemBuffer buffer;
  private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>();
  private final List<Throwable> throwables = new ArrayList<>();

  private FailureWriter(Detail detail, EncodingNames names, ItemBuffer buffer) {
    this.detail = detail;
    this.names = names;
    this.buffer = buffer;
  }

  static String shortened(String text) {
    return shortened(text, Detail.NO_OBJECTS.maxTextChars);
  }

  private static String shortened(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
  }

  /** For a throwable inside a value, where the limit is that of the value. */
  static void write(Throwable error, EncodingNames names, ItemBuffer buffer) {
    new FailureWriter(Detail.ALL, names, buffer).writeAll(error);
  }

  /** For an answer, which has to arrive. */
  static void writeWhatFits(Throwable error, EncodingNames names, ItemBuffer buffer) {
    int start = buffer.position();
    for (Detail detail : Detail.values()) {
      try {
        new FailureWriter(detail, names, buffer).writeAll(error);
        return;
      } catch (ItemBuffer.TooLong e) {
        buffer.setPosition(start);
      }
    }
    throw new AssertionError("The least description of a failure is too long");
  }

  private void writeAll(Throwable error) {
    number(error);
    int at = 0;
    List<FailureNode> nodes = new ArrayList<>();
    while (at < throwables.size()) {
      nodes.add(node(throwables.get(at++)));
    }
    buffer.writeVarInt(nodes.size(), true);
    for (int i = 0; i < nodes.size(); i++) {
      write(nodes.get(i));
      // Only now, because now every throwable of this failure has its number.
      byte[] object = object(throwables.get(i));
      buffer.writeVarInt(object.length, true);
      buffer.raw(object);
    }
  }

  /** The number of a throwable, which is new if it was not met before; -1 when there are enough. */
  private int number(Throwable error) {
    Integer known = numbers.get(error);
    if (known != null) {
      return known;
    } else if (throwables.size() == detail.maxThrowables) {
      return -1;
    }
    numbers.put(error, throwables.size());
    throwables.add(error);
    return throwables.size() - 1;
  }

  private FailureNode node(Throwable error) {
    Throwable cause = asked(error::getCause, null);
    int[] suppressed =
        Arrays.stream(error.getSuppressed()).mapToInt(this::number).filter(i -> i >= 0).toArray();
    return new FailureNode(
        error.getClass().getName(),
        asked(error::getMessage, "(its getMessage() failed)"),
        String.valueOf(asked(error::toString, error.getClass().getName())),
        cause == null ? 0 : number(cause) + 1,
        suppressed,
        frames(error));
  }

  private interface Question<T> {
    @Nullable T ask();
  }

  private static <T> @Nullable T asked(Question<T> question, @Nullable T otherwise) {
    try {
      return question.ask();
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return otherwise;
    }
  }

  private StackTraceElement[] frames(Throwable error) {
    StackTraceElement[] none = new StackTraceElement[0];
    StackTraceElement[] stack = asked(error::getStackTrace, none);
    return stack == null ? none : Arrays.copyOf(stack, Math.min(stack.length, detail.maxFrames));
  }

  private void write(FailureNode node) {
    text(node.className());
    buffer.writeString(node.message() == null ? null : cut(node.message()));
    buffer.writeString(cut(node.text()));
    buffer.writeVarInt(node.cause(), true);
    buffer.writeVarInt(node.suppressed().length, true);
    for (int number : node.suppressed()) {
      buffer.writeVarInt(number, true);
    }
    buffer.writeVarInt(node.stack().length, true);
    for (StackTraceElement frame : node.stack()) {
      write(frame);
    }
  }

  private String cut(String text) {
    return shortened(text, detail.maxTextChars);
  }

  /** Loader and version only where a stack trace would show them, as a rebuilt one shows all. */
  private void write(StackTraceElement frame) {
    String shown = frame.toString();
    String loader = frame.getClassLoaderName();
    String version = frame.getModuleVersion();
    text(loader != null && shown.startsWith(loader + "/") ? loader : null);
    text(frame.getModuleName());
    text(version != null && shown.contains("@" + version + "/") ? version : null);
    text(frame.getClassName());
    text(frame.getMethodName());
    text(frame.getFileName());
    buffer.writeVarInt(frame.getLineNumber(), false);
  }

  /** A text that is likely to come again becomes a number: 0 is null, 1 means that it follows. */
  private void text(@Nullable String text) {
    if (text == null) {
      buffer.writeVarInt(0, true);
    } else if (names.shares(text)) {
      buffer.writeVarInt(names.idOf(text) + 2, true);
    } else {
      buffer.writeVarInt(1, true);
      buffer.writeString(cut(text));
    }
  }

  private byte[] object(Throwable error) {
    if (!detail.objects) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectWriter(bytes, error)) {
      out.writeObject(error);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      return new byte[0];
    }
  }

  /** Leaves out what travels as data anyway: the other throwables and the stack trace. */
  private final class ObjectWriter extends JavaForm.Writer {
    private final Throwable self;

    /** Owned by the encoding thread. */
    private boolean stackSeen;

    ObjectWriter(ByteArrayOutputStream out, Throwable self) throws IOException {
      super(out);
      this.self = self;
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) {
      if (object instanceof Throwable other && other != self) {
        Integer number = numbers.get(other);
        return number == null ? other : new FailureNode.Reference(number);
      }
      // The first stack trace to be written is that of the throwable itself.
      if (object instanceof StackTraceElement[] && !stackSeen) {
        stackSeen = true;
        return new StackTraceElement[0];
      }
      return super.replaceObject(object);
    }
  }
}
