package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.DecodingNames;
import dev.procession.protocol.codec.graph.Forms;
import dev.procession.task.StandInException;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the failure described by {@link FailureWriter}: each throwable as the original object
 * with its stack trace, or as a {@link StandInException} if that is impossible here.
 */
public final class FailureReader {
  private static final int MAX_THROWABLES = 64;

  private final DecodingNames names;
  private final Forms forms;
  private final ItemInput input;
  private final List<FailureNode> nodes = new ArrayList<>();
  private final List<byte[]> objects = new ArrayList<>();
  private final @Nullable Throwable[] rebuilt;
  private final boolean[] begun;

  private FailureReader(DecodingNames names, Forms forms, ItemInput input) {
    this.names = names;
    this.forms = forms;
    this.input = input;
    int count = input.count(1);
    if (count < 1 || count > MAX_THROWABLES) {
      throw new BadBytes("A failure of " + count + " throwables");
    }
    for (int i = 0; i < count; i++) {
      nodes.add(node(count));
      objects.add(input.counted());
    }
    rebuilt = new @Nullable Throwable[count];
    begun = new boolean[count];
  }

  public static Throwable read(DecodingNames names, Forms forms, ItemInput input) {
    return new FailureReader(names, forms, input).rebuild(0);
  }

  private FailureNode node(int count) {
    String className = String.valueOf(text());
    String message = input.readString();
    String text = input.text();
    int cause = number(count + 1);
    int[] suppressed = new int[input.count(1)];
    for (int i = 0; i < suppressed.length; i++) {
      suppressed[i] = number(count);
    }
    StackTraceElement[] stack = new StackTraceElement[input.count(7)];
    for (int i = 0; i < stack.length; i++) {
      stack[i] = frame();
    }
    return new FailureNode(className, message, text, cause, suppressed, stack);
  }

  private int number(int end) {
    int number = input.readVarInt(true);
    if (number < 0 || number >= end) {
      throw new BadBytes("A failure refers to throwable " + number + " of " + end);
    }
    return number;
  }

  private StackTraceElement frame() {
    String loader = text();
    String module = text();
    String version = text();
    String className = String.valueOf(text());
    String method = String.valueOf(text());
    String file = text();
    return new StackTraceElement(
        loader, module, version, className, method, file, input.readVarInt(false));
  }

  private @Nullable String text() {
    int head = input.readVarInt(true);
    if (head == 0) {
      return null;
    }
    return head == 1 ? input.readString() : names.name(head - 2);
  }

  private Throwable rebuild(int number) {
    Throwable done = rebuilt[number];
    if (done != null) {
      return done;
    }
    FailureNode node = nodes.get(number);
    // A throwable reached again while it is being rebuilt is in a cycle, and is replaced by a
    // stand-in there.
    Throwable original = begun[number] ? null : original(number);
    if (original == null) {
      original = new StandInException(node.className(), node.message(), node.text());
      rebuilt[number] = original;
      link(original, node);
    }
    rebuilt[number] = original;
    try {
      original.setStackTrace(node.stack());
    } catch (Throwable e) {
      // A class that does not permit this keeps its own trace; it is still the original.
      return original;
    }
    return original;
  }

  private void link(Throwable standIn, FailureNode node) {
    if (node.cause() > 0) {
      Throwable cause = rebuild(node.cause() - 1);
      if (cause != standIn) {
        standIn.initCause(cause);
      }
    }
    for (int number : node.suppressed()) {
      Throwable suppressed = rebuild(number);
      if (suppressed != standIn) {
        standIn.addSuppressed(suppressed);
      }
    }
  }

  /** The object itself, or null if it was not sent or cannot be read. */
  private @Nullable Throwable original(int number) {
    byte[] bytes = objects.get(number);
    if (bytes.length == 0) {
      return null;
    }
    begun[number] = true;
    names.budget().unpack(bytes.length);
    FailureNode node = nodes.get(number);
    try {
      return read(bytes, node);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      // Reported by the stand-in, which names the class.
      DeepStack.End end = DeepStack.isTooDeep(e) ? DeepStack.run(() -> read(bytes, node)) : null;
      return end == null ? null : (Throwable) end.value();
    }
  }

  private @Nullable Throwable read(byte[] bytes, FailureNode node)
      throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectReader(bytes)) {
      if (!(in.readObject() instanceof Throwable error)) {
        return null;
      }
      boolean isWhole = !ComputedText.hasState(error.getClass()) || readState(in, error);
      return isWhole || ComputedText.isSame(error, node) ? error : null;
    }
  }

  /** Returns whether there was one. */
  private static boolean readState(ObjectInputStream in, Throwable error)
      throws IOException, ClassNotFoundException {
    try {
      return in.readObject() instanceof ComputedText.State state
          && ComputedText.restore(error, state);
    } catch (EOFException e) {
      return false;
    }
  }

  private final class ObjectReader extends JavaReader {
    ObjectReader(byte[] bytes) throws IOException {
      super(bytes, names, forms);
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) throws IOException {
      return object instanceof FailureNode.Reference reference
              && reference.number() >= 0
              && reference.number() < nodes.size()
          ? rebuild(reference.number())
          : super.resolveObject(object);
    }
  }
}
