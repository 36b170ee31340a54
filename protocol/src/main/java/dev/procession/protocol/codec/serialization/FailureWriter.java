package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.graph.EncodingNames;
import dev.procession.protocol.codec.graph.Forms;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.graph.SerializationNesting;
import dev.procession.task.StandInException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a throwable with its causes and suppressed exceptions so that it always arrives: each
 * throwable as data, and additionally the object itself if Java serialization can write it.
 *
 * <p>Calls methods that throwables may override; if one throws, a description of that replaces its
 * result.
 */
public final class FailureWriter {
  /** The longest description of a failure, whatever the limit for values is. */
  public static final int MAX_BYTES = Protocol.MAX_FAILURE_BYTES;

  /**
   * The number of throwables that the object of a described one may lead to without being described
   * themselves, and the longest list of suppressed ones. A retry that wraps its last failure, or
   * suppresses it, can make very many, which would take seconds and would be read by nobody.
   */
  private static final int MAX_UNDESCRIBED = 1000;

  /** Whether the throwables themselves travel beside their description. */
  private enum Objects {
    REQUIRED,
    WELCOME,
    NONE
  }

  /** The level of detail of a failure. */
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
  private final Forms forms;
  private final ItemBuffer buffer;
  private final @Nullable SerializationNesting around;
  private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>();
  private final List<Throwable> throwables = new ArrayList<>();

  private FailureWriter(
      Detail detail,
      EncodingNames names,
      Forms forms,
      ItemBuffer buffer,
      @Nullable SerializationNesting around) {
    this.detail = detail;
    this.names = names;
    this.forms = forms;
    this.buffer = buffer;
    this.around = around;
  }

  public static String shortened(String text) {
    return shortened(text, Detail.NO_OBJECTS.maxTextChars);
  }

  private static String shortened(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
  }

  /**
   * For a throwable inside a value, which is encoded completely or rejected, like the rest of the
   * value.
   */
  public static void write(Throwable error, Graph graph, ItemBuffer buffer) {
    new FailureWriter(Detail.VALUE, graph.encoding(), graph.forms(), buffer, graph.around())
        .writeAll(error);
  }

  /** For an answer, which must arrive: as many details as fit. */
  public static void writeWhatFits(
      Throwable error, EncodingNames names, Forms forms, ItemBuffer buffer) {
    int start = buffer.position();
    for (Detail detail : List.of(Detail.ALL, Detail.NO_OBJECTS, Detail.LITTLE)) {
      try {
        new FailureWriter(detail, names, forms, buffer, null).writeAll(error);
        return;
      } catch (ItemBuffer.TooLong e) {
        buffer.setPosition(start);
      }
    }
    throw new AssertionError("The shortest description of the failure is too long");
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

  /** The number of a throwable, newly assigned on first sight; -1 if there are too many. */
  private int number(Throwable error) {
    Integer known = numbers.get(error);
    if (known != null) {
      return known;
    } else if (throwables.size() == detail.maxThrowables) {
      if (detail.objects == Objects.REQUIRED) {
        throw new CannotTravel(
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
    } catch (Throwable e) {
      return otherwise;
    }
  }

  private StackTraceElement[] frames(Throwable error) {
    StackTraceElement[] none = new StackTraceElement[0];
    StackTraceElement[] stack = asked(error::getStackTrace, none);
    return stack == null
        ? none
        : Arrays.stream(stack)
            .filter(java.util.Objects::nonNull)
            .limit(detail.maxFrames)
            .toArray(StackTraceElement[]::new);
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

  /**
   * Loader and version only if a stack trace would show them, because a rebuilt trace shows them
   * always.
   */
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

  /**
   * A text that is likely to be repeated becomes a number: 0 is null, 1 means that the text
   * follows.
   */
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
      return serializedWhole(error);
    } catch (ItemBuffer.TooLong e) {
      throw e;
    } catch (IOException e) {
      return without(new CannotTravel(error, JavaForm.because(e), e));
    } catch (RuntimeException e) {
      return without(e);
    } catch (OutOfMemoryError e) {
      if (detail.objects == Objects.REQUIRED) {
        throw e;
      }
      return new byte[0];
    } catch (Throwable e) {
      // The hooks of its class may throw anything.
      return without(new CannotTravel(error, "writing it threw " + ErrorText.of(e), e));
    }
  }

  private byte[] without(RuntimeException why) {
    if (detail.objects == Objects.REQUIRED) {
      throw why;
    }
    return new byte[0];
  }

  private byte[] serializedWhole(Throwable error) throws Throwable {
    try {
      return serialized(error);
    } catch (Throwable e) {
      DeepStack.End end = DeepStack.isTooDeep(e) ? DeepStack.run(() -> serialized(error)) : null;
      if (end != null && end.value() instanceof byte[] bytes) {
        return bytes;
      }
      Throwable again = end == null ? null : end.error();
      throw again == null ? e : again;
    }
  }

  private byte[] serialized(Throwable error) throws IOException {
    if (ComputedText.hasState(error.getClass())) {
      try {
        return serialized(error, true);
      } catch (IOException | RuntimeException e) {
        // What is transient need not be able to travel.
        return serialized(error, false);
      }
    }
    return serialized(error, false);
  }

  private byte[] serialized(Throwable error, boolean withState) throws IOException {
    int maxBytes = buffer.maxItemBytes();
    JavaWriter.Bytes bytes = new JavaWriter.Bytes(maxBytes);
    NestedGraphs carrying =
        new NestedGraphs(names, forms, SerializationNesting.enter(error, around), maxBytes);
    try (ObjectOutputStream out = new ObjectWriter(bytes, carrying, error)) {
      out.writeObject(error);
      if (withState) {
        out.writeObject(ComputedText.of(error));
      }
    }
    return bytes.toByteArray();
  }

  /** Omits what is sent as data: the other throwables and the stack trace. */
  private final class ObjectWriter extends JavaWriter {
    private final Throwable self;

    /** Owned by the encoding thread. */
    private boolean stackSeen;

    /** Owned by the encoding thread. */
    private int undescribed;

    ObjectWriter(JavaWriter.Bytes out, NestedGraphs carrying, Throwable self) throws IOException {
      super(out, carrying);
      this.self = self;
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) throws IOException {
      if (object instanceof Throwable other && other != self) {
        Integer number = numbers.get(other);
        return number == null ? undescribed(other) : new FailureNode.Reference(number);
      }
      if (object instanceof ArrayList<?> list && isTooMany(list)) {
        return shortened(list);
      }
      // The first stack trace to be written is that of the throwable itself.
      if (object instanceof StackTraceElement[] && !stackSeen) {
        stackSeen = true;
        return new StackTraceElement[0];
      }
      return super.replaceObject(object);
    }

    private Throwable undescribed(Throwable other) {
      boolean mayBeWritten = detail.objects == Objects.REQUIRED || ++undescribed <= MAX_UNDESCRIBED;
      return mayBeWritten ? other : omitted("further exceptions");
    }

    private boolean isTooMany(List<?> list) {
      return list.size() > MAX_UNDESCRIBED
          && detail.objects != Objects.REQUIRED
          && Arrays.asList(self.getSuppressed()).equals(list);
    }

    private List<Object> shortened(List<?> list) {
      List<Object> first = new ArrayList<>(list.subList(0, MAX_UNDESCRIBED / 2));
      first.add(omitted(list.size() - first.size() + " further suppressed exceptions"));
      return first;
    }

    private Throwable omitted(String what) {
      String text = "(" + what + " are omitted)";
      return new StandInException(Throwable.class.getName(), text, text);
    }
  }
}
