package dev.procession.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Redirects the calls with which a class ends its JVM, or has it do something at its end, to {@link
 * ProgramExit}.
 *
 * <p>A call of a static method is redirected in the constant pool. A call of an object's method
 * becomes one of a static method that takes the object as its first argument: the instruction is as
 * long, and leaves the same on the stack, so nothing else in the class changes.
 */
final class ExitCalls {
  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  private static final int MAX_ENTRIES = 0xFFFF;
  private static final int HEADER_BYTES = 10;

  private static final int TABLE_SWITCH = 170;
  private static final int LOOKUP_SWITCH = 171;
  private static final int INVOKE_VIRTUAL = 182;
  private static final int INVOKE_STATIC = 184;
  private static final int WIDE = 196;
  private static final int IINC = 132;

  private static final String TARGET = ProgramExit.class.getName().replace('.', '/');

  /** What is redirected: owner, name and descriptor. */
  private static final List<Call> CALLS =
      List.of(
          new Call("java/lang/System", "exit", "(I)V"),
          new Call("java/lang/Runtime", "exit", "(I)V"),
          new Call("java/lang/Runtime", "halt", "(I)V"),
          new Call("java/lang/Runtime", "addShutdownHook", "(Ljava/lang/Thread;)V"),
          new Call("java/lang/Runtime", "removeShutdownHook", "(Ljava/lang/Thread;)Z"),
          new Call("java/io/File", "deleteOnExit", "()V"));

  private static final Call SYSTEM_EXIT = CALLS.get(0);

  private final byte[] original;

  // Owned by the thread that reads the class.
  private int[] entries = {};
  private int poolEnd;
  private int count;
  private final ByteArrayOutputStream added = new ByteArrayOutputStream();
  private int target;

  /** A method of the JDK. */
  private record Call(String owner, String name, String descriptor) {}

  private ExitCalls(byte[] original) {
    this.original = original;
  }

  /** The class with its calls redirected; the same array where it has none. */
  static byte[] redirected(byte[] original) {
    try {
      return new ExitCalls(original).redirected();
    } catch (IOException | IndexOutOfBoundsException e) {
      // What cannot be read is no class: the JVM says what is wrong with it.
      return original;
    }
  }

  private byte[] redirected() throws IOException {
    readPool();
    byte[] changed = original.clone();
    Map<Integer, Integer> instructions = new HashMap<>();
    for (int i = 1; i < count; i++) {
      if (entries[i] > 0 && u1(entries[i]) == METHOD) {
        Call call = callAt(entries[i]);
        if (CALLS.contains(call)) {
          redirect(call, i, changed, instructions);
        }
      }
    }
    if (target == 0) {
      return original;
    }
    if (!instructions.isEmpty()) {
      changeCode(changed, instructions);
    }
    return assembled(changed);
  }

  private void redirect(Call call, int entry, byte[] changed, Map<Integer, Integer> instructions)
      throws IOException {
    if (count + addedEntries() + 6 > MAX_ENTRIES) {
      return;
    }
    if (target == 0) {
      target = add(CLASS, addUtf8(TARGET));
    }
    if (call.equals(SYSTEM_EXIT)) {
      ByteBuffer.wrap(changed).putShort(entries[entry] + 1, (short) target);
      return;
    }
    int nameAndType = entries[u2(entries[entry] + 3)];
    String descriptor = "(L" + call.owner() + ";" + call.descriptor().substring(1);
    int added = add(NAME_AND_TYPE, u2(nameAndType + 1), addUtf8(descriptor));
    instructions.put(entry, add(METHOD, target, added));
  }

  // ---- the constant pool

  private void readPool() throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(original))) {
      in.skipNBytes(HEADER_BYTES - 2);
      count = in.readUnsignedShort();
    }
    entries = new int[count];
    int at = HEADER_BYTES;
    for (int i = 1; i < count; i++) {
      entries[i] = at;
      int kind = u1(at);
      at += entryBytes(kind, at);
      if (kind == LONG || kind == DOUBLE) {
        i++;
      }
    }
    poolEnd = at;
  }

  private int entryBytes(int kind, int at) throws IOException {
    return switch (kind) {
      case UTF8 -> 3 + u2(at + 1);
      case INTEGER, FLOAT -> 5;
      case LONG, DOUBLE -> 9;
      case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 3;
      case METHOD_HANDLE -> 4;
      default -> {
        // References to members, names and types, and dynamic constants and calls.
        if (kind < 9 || kind > 18) {
          throw new IOException("no constant: " + kind);
        }
        yield 5;
      }
    };
  }

  private Call callAt(int at) {
    int nameAndType = entries[u2(at + 3)];
    return new Call(
        utf8(u2(entries[u2(at + 1)] + 1)), utf8(u2(nameAndType + 1)), utf8(u2(nameAndType + 3)));
  }

  private String utf8(int entry) {
    int at = entries[entry];
    return new String(original, at + 3, u2(at + 1), UTF_8);
  }

  private int addedEntries() {
    return nextEntry;
  }

  /** How many entries have been added. Owned by the thread that reads the class. */
  private int nextEntry;

  private int addUtf8(String text) throws IOException {
    DataOutputStream out = new DataOutputStream(added);
    out.writeByte(UTF8);
    out.writeUTF(text);
    return count + nextEntry++;
  }

  private int add(int kind, int... parts) throws IOException {
    DataOutputStream out = new DataOutputStream(added);
    out.writeByte(kind);
    for (int part : parts) {
      out.writeShort(part);
    }
    return count + nextEntry++;
  }

  private byte[] assembled(byte[] changed) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(changed.length + added.size());
    ByteBuffer.wrap(changed).putShort(HEADER_BYTES - 2, (short) (count + nextEntry));
    all.write(changed, 0, poolEnd);
    all.writeBytes(added.toByteArray());
    all.write(changed, poolEnd, changed.length - poolEnd);
    return all.toByteArray();
  }

  // ---- the code

  private void changeCode(byte[] changed, Map<Integer, Integer> instructions) {
    int at = poolEnd + 6;
    at += 2 + 2 * u2(at);
    int fields = u2(at);
    at += 2;
    for (int i = 0; i < fields; i++) {
      at = afterAttributes(at + 6);
    }
    int methods = u2(at);
    at += 2;
    for (int i = 0; i < methods; i++) {
      at += 6;
      int attributes = u2(at);
      at += 2;
      for (int j = 0; j < attributes; j++) {
        if (utf8(u2(at)).equals("Code")) {
          changeCode(changed, at + 14, u4(at + 10), instructions);
        }
        at += 6 + u4(at + 2);
      }
    }
  }

  private int afterAttributes(int at) {
    int attributes = u2(at);
    int end = at + 2;
    for (int i = 0; i < attributes; i++) {
      end += 6 + u4(end + 2);
    }
    return end;
  }

  private void changeCode(
      byte[] changed, int start, int length, Map<Integer, Integer> instructions) {
    for (int at = start; at < start + length; ) {
      int opcode = u1(at);
      if (opcode == INVOKE_VIRTUAL) {
        Integer replacement = instructions.get(u2(at + 1));
        if (replacement != null) {
          changed[at] = (byte) INVOKE_STATIC;
          ByteBuffer.wrap(changed).putShort(at + 1, replacement.shortValue());
        }
      }
      at += instructionBytes(opcode, at, start);
    }
  }

  private int instructionBytes(int opcode, int at, int start) {
    int padded = at + 4 - (at - start) % 4;
    return switch (opcode) {
      case TABLE_SWITCH -> padded + 12 + 4 * (u4(padded + 8) - u4(padded + 4) + 1) - at;
      case LOOKUP_SWITCH -> padded + 8 + 8 * u4(padded + 4) - at;
      case WIDE -> u1(at + 1) == IINC ? 6 : 4;
      default -> LENGTHS[opcode];
    };
  }

  private static final int[] LENGTHS = lengths();

  /** The lengths of the instructions that have one length only, from the Java VM specification. */
  private static int[] lengths() {
    int[] lengths = new int[256];
    Arrays.fill(lengths, 1);
    for (int opcode : new int[] {16, 18, 21, 22, 23, 24, 25, 54, 55, 56, 57, 58, 169, 188}) {
      lengths[opcode] = 2;
    }
    for (int opcode : new int[] {17, 19, 20, 132, 187, 189, 192, 193, 198, 199}) {
      lengths[opcode] = 3;
    }
    Arrays.fill(lengths, 153, 169, 3);
    Arrays.fill(lengths, 178, 185, 3);
    lengths[197] = 4;
    for (int opcode : new int[] {185, 186, 200, 201}) {
      lengths[opcode] = 5;
    }
    return lengths;
  }

  private int u1(int at) {
    return original[at] & 0xFF;
  }

  private int u2(int at) {
    return ByteBuffer.wrap(original).getShort(at) & 0xFFFF;
  }

  private int u4(int at) {
    return ByteBuffer.wrap(original).getInt(at);
  }
}
