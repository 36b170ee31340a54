package dev.procession.protocol.codec.lambda;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Creates lookups with private access to a class, as needed to link its lambdas.
 *
 * <p>Private access alone is not enough: the lookup must also come from the class's module, and
 * each class loader has its own unnamed module. So if a class comes from another loader than this
 * code, a small class is defined beside it, which creates the lookup.
 */
final class PrivateLookup {
  private static final String METHOD = "lookup";
  private static final String SUFFIX = "$$ProcessionInsider";

  private PrivateLookup() {}

  /**
   * A lookup with full access to a class. Called once per class.
   *
   * @throws ReflectiveOperationException when the class's module does not open it
   */
  static MethodHandles.Lookup of(Class<?> type) throws ReflectiveOperationException {
    MethodHandles.Lookup outside = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    if (outside.hasFullPrivilegeAccess()) {
      return outside;
    }
    Class<?> insider = define(outside, type.getName() + SUFFIX);
    Object lookup = insider.getMethod(METHOD).invoke(null);
    return MethodHandles.privateLookupIn(type, (MethodHandles.Lookup) lookup);
  }

  private static Class<?> define(MethodHandles.Lookup beside, String name)
      throws ReflectiveOperationException {
    try {
      return beside.defineClass(bytes(name.replace('.', '/')));
    } catch (LinkageError e) {
      // Guards against a race with another thread that defined it first.
      return Class.forName(name, false, beside.lookupClass().getClassLoader());
    }
  }

  /** A class with one method: {@code public static Lookup lookup() { return lookup(); }}. */
  private static byte[] bytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0xCAFEBABE);
      out.writeInt(52);
      writeConstants(out, name);
      // public final super synthetic, itself, java.lang.Object, no interfaces, no fields
      writeShorts(out, 0x1031, 2, 4, 0, 0);
      // 1 method: public static, its name, its type, 1 attribute: its code
      writeShorts(out, 1, 0x0009, 5, 6, 1, 7);
      out.writeInt(16);
      writeShorts(out, 1, 0);
      out.writeInt(4);
      // invokestatic #11, areturn
      writeShorts(out, 0xB800, 0x0BB0);
      // neither exceptions nor attributes, nor attributes of the class
      writeShorts(out, 0, 0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeConstants(DataOutputStream out, String name) throws IOException {
    out.writeShort(12);
    writeText(out, name);
    writeConstant(out, 7, 1);
    writeText(out, "java/lang/Object");
    writeConstant(out, 7, 3);
    writeText(out, METHOD);
    writeText(out, "()Ljava/lang/invoke/MethodHandles$Lookup;");
    writeText(out, "Code");
    writeText(out, "java/lang/invoke/MethodHandles");
    writeConstant(out, 7, 8);
    writeConstant(out, 12, 5, 6);
    writeConstant(out, 10, 9, 10);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeByte(1);
    out.writeUTF(text);
  }

  private static void writeConstant(DataOutputStream out, int kind, int... parts)
      throws IOException {
    out.writeByte(kind);
    writeShorts(out, parts);
  }

  private static void writeShorts(DataOutputStream out, int... values) throws IOException {
    for (int value : values) {
      out.writeShort(value);
    }
  }
}
