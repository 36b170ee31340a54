package dev.procession.process.shipping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As much of a class file as it takes to explain to people what a lambda uses. */
final class ClassFile {
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int METHOD_HANDLE = 15;
  private static final int DYNAMIC_CALL = 18;

  /** How many bytes a constant of each kind takes, without its tag and the text of UTF-8. */
  private static final int[] CONSTANT_BYTES = {
    0, 2, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private static final int GETSTATIC = 0xb2;
  private static final int INVOKEVIRTUAL = 0xb6;
  private static final int INVOKEDYNAMIC = 0xba;

  private final ByteBuffer bytes;

  /** Where each constant is, its tag first; 0 where there is none. */
  private final int[] constants;

  private final List<Method> methods = new ArrayList<>();

  /** What each bootstrap method is given: constants by their numbers. */
  private final Map<Integer, List<Integer>> bootstrapArguments = new HashMap<>();

  /** A method that is called, or referred to as in {@code Text::size}. */
  record Callee(String owner, String name, String descriptor) {}

  /** A static field. */
  record StaticField(String owner, String name) {}

  /**
   * A method.
   *
   * @param code its instructions
   * @param firstLine the number of its first line in the source; 0 if unknown
   * @param variables the names of its local variables by their slots; none if it was compiled
   *     without them
   */
  record Method(
      String name, String descriptor, byte[] code, int firstLine, Map<Integer, String> variables) {}

  private ClassFile(byte[] file) {
    this.bytes = ByteBuffer.wrap(file);
    bytes.position(8);
    this.constants = new int[u2()];
    for (int i = 1; i < constants.length; i++) {
      constants[i] = bytes.position();
      int tag = bytes.get();
      int length = CONSTANT_BYTES[tag];
      skip(tag == UTF8 ? u2() : length);
      if (tag == LONG || tag == DOUBLE) {
        i++;
      }
    }
    skip(6);
    skip(2 * u2());
    readMembers(false);
    readMembers(true);
    for (int attributes = u2(); attributes > 0; attributes--) {
      boolean isOfCalls = utf8(u2()).equals("BootstrapMethods");
      int end = bytes.getInt() + bytes.position();
      if (isOfCalls) {
        readBootstrapMethods();
      }
      bytes.position(end);
    }
  }

  private void readBootstrapMethods() {
    int count = u2();
    for (int i = 0; i < count; i++) {
      skip(2);
      List<Integer> arguments = new ArrayList<>();
      for (int left = u2(); left > 0; left--) {
        arguments.add(u2());
      }
      bootstrapArguments.put(i, arguments);
    }
  }

  /** That of a class, if it can be had. */
  static Optional<ClassFile> of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null ? Optional.empty() : of(type.getName(), loader);
  }

  static Optional<ClassFile> of(String className, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
      return in == null ? Optional.empty() : of(in.readAllBytes());
    } catch (IOException | RuntimeException | LinkageError e) {
      // Loaders are other people's code; without a file there is less to say.
      return Optional.empty();
    }
  }

  static Optional<ClassFile> of(byte[] file) {
    try {
      return Optional.of(new ClassFile(file));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // Of a version to come.
      return Optional.empty();
    }
  }

  /** The method of that name and descriptor. */
  Optional<Method> method(String name, String descriptor) {
    return methods.stream()
        .filter(m -> m.name.equals(name) && m.descriptor.equals(descriptor))
        .findFirst();
  }

  List<Method> methods() {
    return methods;
  }

  /** The static fields that a method reads; maybe some that it does not. */
  Set<StaticField> staticsRead(Method method) {
    Set<StaticField> read = new LinkedHashSet<>();
    byte[] code = method.code;
    for (int i = 0; i + 2 < code.length; i++) {
      int index = (code[i + 1] & 0xff) << 8 | (code[i + 2] & 0xff);
      // What looks like the instruction may be the operand of another, which does no harm.
      if ((code[i] & 0xff) == GETSTATIC && hasTag(index, FIELD)) {
        read.add(new StaticField(owner(index), memberName(index)));
      }
    }
    return read;
  }

  /** The methods that a method calls or refers to; maybe some that it does not. */
  Set<Callee> callees(Method method) {
    Set<Callee> callees = new LinkedHashSet<>();
    byte[] code = method.code;
    for (int i = 0; i + 2 < code.length; i++) {
      int opcode = code[i] & 0xff;
      int index = (code[i + 1] & 0xff) << 8 | (code[i + 2] & 0xff);
      if (opcode >= INVOKEVIRTUAL && opcode < INVOKEDYNAMIC && isMethod(index)) {
        callees.add(callee(index));
      } else if (opcode == INVOKEDYNAMIC && hasTag(index, DYNAMIC_CALL)) {
        bootstrapArguments.getOrDefault(u2(constants[index] + 1), List.of()).stream()
            .filter(argument -> hasTag(argument, METHOD_HANDLE))
            .map(argument -> u2(constants[argument] + 2))
            .filter(this::isMethod)
            .forEach(argument -> callees.add(callee(argument)));
      }
    }
    return callees;
  }

  private boolean isMethod(int index) {
    return hasTag(index, METHOD) || hasTag(index, INTERFACE_METHOD);
  }

  private Callee callee(int index) {
    int nameAndType = u2(constants[index] + 3);
    String descriptor = utf8(u2(constants[nameAndType] + 3));
    return new Callee(owner(index), memberName(index), descriptor);
  }

  private boolean hasTag(int index, int tag) {
    return index > 0
        && index < constants.length
        && constants[index] > 0
        && bytes.get(constants[index]) == tag;
  }

  private String owner(int reference) {
    int type = u2(constants[reference] + 1);
    return hasTag(type, CLASS) ? utf8(u2(constants[type] + 1)).replace('/', '.') : "";
  }

  private String memberName(int reference) {
    return utf8(u2(constants[u2(constants[reference] + 3)] + 1));
  }

  private String utf8(int index) {
    int at = constants[index] + 1;
    return new String(bytes.array(), at + 2, u2(at), StandardCharsets.UTF_8);
  }

  private void readMembers(boolean areMethods) {
    for (int left = u2(); left > 0; left--) {
      skip(2);
      String name = utf8(u2());
      String descriptor = utf8(u2());
      Method method = new Method(name, descriptor, new byte[0], 0, Map.of());
      for (int attributes = u2(); attributes > 0; attributes--) {
        String attribute = utf8(u2());
        int end = bytes.getInt() + bytes.position();
        if (attribute.equals("Code")) {
          method = withCode(name, descriptor);
        }
        bytes.position(end);
      }
      if (areMethods) {
        methods.add(method);
      }
    }
  }

  private Method withCode(String name, String descriptor) {
    skip(4);
    byte[] code = new byte[bytes.getInt()];
    bytes.get(code);
    skip(8 * u2());
    int firstLine = 0;
    Map<Integer, String> variables = new HashMap<>();
    for (int attributes = u2(); attributes > 0; attributes--) {
      String attribute = utf8(u2());
      int end = bytes.getInt() + bytes.position();
      if (attribute.equals("LineNumberTable") && u2() > 0) {
        skip(2);
        firstLine = u2();
      } else if (attribute.equals("LocalVariableTable")) {
        readVariables(variables);
      }
      bytes.position(end);
    }
    return new Method(name, descriptor, code, firstLine, variables);
  }

  /** The first of each slot: parameters come first. */
  private void readVariables(Map<Integer, String> variables) {
    Map<Integer, Integer> starts = new HashMap<>();
    for (int left = u2(); left > 0; left--) {
      int start = u2();
      skip(2);
      String name = utf8(u2());
      skip(2);
      int slot = u2();
      @Nullable Integer before = starts.get(slot);
      if (before == null || start < before) {
        starts.put(slot, start);
        variables.put(slot, name);
      }
    }
  }

  private void skip(int count) {
    bytes.position(bytes.position() + count);
  }

  private int u2() {
    return bytes.getShort() & 0xffff;
  }

  private int u2(int at) {
    return bytes.getShort(at) & 0xffff;
  }
}
