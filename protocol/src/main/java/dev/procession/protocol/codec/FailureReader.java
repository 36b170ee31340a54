package dev.procession.protocol.codec;

import dev.procession.task.StandInException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds what {@link FailureWriter} described: each throwable as the object it was, with the
 * stack trace it had, or a {@link StandInException} where that is impossible here.
 */
final class FailureReader {
  private static final int MAX_THROWABLES = 64;

  private final DecodingNames names;
  private final ItemInput input;
  private final List<FailureNode> nodes = new ArrayList<>();
  private final List<byte[]> objects = new ArrayList<>();
  private final @Nullable Throwable[] rebuilt;
  private final boolean[] begun;

  private FailureReader(DecodingNames names, ItemInput input) {
    this.names = names;
    this.input = input;
    int count = input.count(1);
    if (count < 1 || count > MAX_THROWABLES) {
      throw new Misread("A failure of " + count + " throwables");
    }
    for (int i = 0; i < count; i++) {
      nodes.add(node(count));
      objects.add(input.counted());
    }
    rebuilt = new @Nullable Throwable[count];
    begun = new boolean[count];
  }

  static Throwable read(DecodingNames names, ItemInput input) {
    return new FailureReader(names, input).rebuild(0);
  }

  private FailureNode node(int count) {
    String className = String.valueOf(text());
    String message = input.readString();
    String text = SmallForms.text(input);
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
      throw new Misread("A failure refers to throwable " + number + " of " + end);
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
    // What is met again while it is being rebuilt is in a circle, and stands in for itself there.
    Throwable original = begun[number] ? null : original(number);
    if (original == null) {
      original = new StandInException(node.className(), node.message(), node.text());
      rebuilt[number] = original;
      link(original, node);
    }
    rebuilt[number] = original;
    try {
      original.setStackTrace(node.stack());
    } catch (RuntimeException e) {
      // A class that does not allow it keeps the trace it has; it still is the original.
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

  /** The object itself, or null where it did not come or cannot be read. */
  private @Nullable Throwable original(int number) {
    byte[] bytes = objects.get(number);
    if (bytes.length == 0) {
      return null;
    }
    begun[number] = true;
    names.budget().unpack(bytes.length);
    try (ObjectInputStream in = new ObjectReader(bytes)) {
      return in.readObject() instanceof Throwable error ? error : null;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
      // Reported by the stand-in, which says which class it stands for.
      return null;
    }
  }

  private final class ObjectReader extends JavaReader {
    ObjectReader(byte[] bytes) throws IOException {
      super(bytes, names);
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
