package dev.procession.protocol.codec;

import dev.procession.protocol.Protocol;
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

  /** Whether the throwables themselves travel beside their description. */
  private enum Objects {
    REQUIRED,
    WELCOME,
    NONE
  }

  /** How much of a failure is told. */
  private enum Detail {
    VALUE(64, 4096, 1 << 20, Objects.REQUIRED),
    ALL(64, 4096, 1 << 20, Objects.WELCOME),
    NO_OBJECTS(64, 1024, 16 * 1024, Objects.NONE),
    LITTLE(8, 50, 1000, Objects.NONE);

    final int maxThrowables;
    final int maxFrames;
    final int maxTextChars;
    final Objects objects;

    Detail(int maxThrowables, int maxFrames, int maxTextChars, Objects objects) {
      this.maxThrowables = maxThrowables;
      this.maxFrames = maxFrames;
      this.maxTextChars = maxTextChars;
      this.objects = objects;
    }
  }

  private final Detail detail;
  private final EncodingNames names;
  private final ItemBuffer buffer;
  private final @Nullable Nesting around;
  private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>();
  private final List<Throwable> throwables = new ArrayList<>();

  private FailureWriter(
      Detail detail, EncodingNames names, ItemBuffer buffer, @Nullable Nesting around) {
    this.detail = detail;
    this.names = names;
    this.buffer = buffer;
    this.around = around;
  }

  static String shortened(String text) {
    return shortened(text, Detail.NO_OBJECTS.maxTextChars);
  }

  private static String shortened(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
  }

  /** For a throwable inside a value, which arrives as it is or is refused, like the rest of it. */
  static void write(Throwable error, Graph graph, ItemBuffer buffer) {
    new FailureWriter(Detail.VALUE, graph.encoding(), buffer, graph.around()).writeAll(error);
  }

  /** For an answer, which has to arrive: of the details that fit, the most. */
  static void writeWhatFits(Throwable error, EncodingNames names, ItemBuffer buffer) {
    int start = buffer.position();
    for (Detail detail : List.of(Detail.ALL, Detail.NO_OBJECTS, Detail.LITTLE)) {
      try {
        new FailureWriter(detail, names, buffer, null).writeAll(error);
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
      if (detail.objects == Objects.REQUIRED) {
        throw new Untransportable(
            throwables.get(0), "it leads to more than " + detail.maxThrowables + " others", null);
      }
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
    if (detail.objects == Objects.NONE) {
      return new byte[0];
    }
    try {
      return serialized(error);
    } catch (ItemBuffer.TooLong e) {
      throw e;
    } catch (IOException e) {
      return without(new Untransportable(error, JavaForm.because(e), e));
    } catch (RuntimeException e) {
      return without(e);
    } catch (StackOverflowError | LinkageError | AssertionError e) {
      return without(new Untransportable(error, "writing it threw " + e, e));
    }
  }

  private byte[] without(RuntimeException why) {
    if (detail.objects == Objects.REQUIRED) {
      throw why;
    }
    return new byte[0];
  }

  private byte[] serialized(Throwable error) throws IOException {
    int maxBytes = buffer.maxItemBytes();
    JavaWriter.Bytes bytes = new JavaWriter.Bytes(maxBytes);
    Carrying carrying = new Carrying(names, Nesting.enter(error, around), maxBytes);
    try (ObjectOutputStream out = new ObjectWriter(bytes, carrying, error)) {
      out.writeObject(error);
    }
    return bytes.toByteArray();
  }

  /** Leaves out what travels as data anyway: the other throwables and the stack trace. */
  private final class ObjectWriter extends JavaWriter {
    private final Throwable self;

    /** Owned by the encoding thread. */
    private boolean stackSeen;

    ObjectWriter(JavaWriter.Bytes out, Carrying carrying, Throwable self) throws IOException {
      super(out, carrying);
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
