package dev.procession.protocol.codec.graph;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The classes one of whose fields, which may hold a plain object, is used by the code of a class,
 * as its class file says. So such classes can be found without loading others.
 */
final class MentionedFields {
  private static final int MAGIC = 0xcafebabe;
  private static final String PLAIN = "Ljava/lang/Object;";

  private final Object[] pool;

  private MentionedFields(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.readInt();
    pool = new Object[in.readUnsignedShort()];
    int at = 1;
    while (at < pool.length) {
      int tag = in.readUnsignedByte();
      pool[at] = entry(tag, in);
      // Numbers of 64 bits count twice.
      at += tag == 5 || tag == 6 ? 2 : 1;
    }
  }

  /** Refers to one or two other entries. */
  private record Reference(int tag, int first, int second) {}

  private static Object entry(int tag, DataInputStream in) throws IOException {
    return switch (tag) {
      case 1 -> in.readUTF();
      case 7, 8, 16, 19, 20 -> new Reference(tag, in.readUnsignedShort(), 0);
      case 9, 10, 11, 12, 17, 18 ->
          new Reference(tag, in.readUnsignedShort(), in.readUnsignedShort());
      case 3, 4 -> in.readInt();
      case 5, 6 -> in.readLong();
      case 15 -> new Reference(tag, in.readUnsignedByte(), in.readUnsignedShort());
      default -> throw new IOException("constant of kind " + tag);
    };
  }

  /** The names of these classes; none if the class file cannot be read. */
  static Set<String> holders(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || type.isHidden()) {
      return Set.of();
    }
    try (InputStream file =
        loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
      return file == null
          ? Set.of()
          : new MentionedFields(new DataInputStream(new BufferedInputStream(file))).holders();
    } catch (IOException | RuntimeException e) {
      // Not a file that was made by a compiler.
      return Set.of();
    }
  }

  private Set<String> holders() {
    Set<String> names = new LinkedHashSet<>();
    for (Object entry : pool) {
      if (entry instanceof Reference field && field.tag() == 9) {
        String holder = (String) pool[((Reference) pool[field.first()]).first()];
        String type = (String) pool[((Reference) pool[field.second()]).second()];
        // The latter is Kotlin's way to the constants of a class, by its companion.
        if (type.equals(PLAIN) || type.startsWith("L" + holder + "$")) {
          names.add(holder.replace('/', '.'));
        }
      }
    }
    return names;
  }
}
