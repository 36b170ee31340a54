package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.form.FormChoice;
import dev.procession.protocol.codec.graph.EncodingNames;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.graph.KryoSetUp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes items piece by piece, as they are or as they must not be. */
final class Forge {
  static {
    KryoSetUp.ensure();
  }

  private static final int MAX_ITEM_BYTES = 64 << 20;
  private static final int FIRST_NAMED = 96;
  private static final byte NEW_OBJECT = 1;
  private static final int FIRST_REFERENCE = 2;

  private final NameTable table = new NameTable();
  private final EncodingNames names = new EncodingNames(table);
  private final Graph graph = Graph.encoding(names, FormChoice.FORMS);
  private final ItemBuffer buffer = new ItemBuffer();

  Forge(byte tag) {
    buffer.startItem(MAX_ITEM_BYTES);
    buffer.writeByte(tag);
  }

  static Forge graph() {
    return new Forge(Tag.GRAPH);
  }

  /** An object that was not met before; its content is to follow. */
  Forge object(Class<?> type) {
    graph.writeClass(buffer, type);
    buffer.writeByte(NEW_OBJECT);
    return this;
  }

  /** An enum constant, a number or a text, which are never referred to. */
  Forge plain(Class<?> type) {
    graph.writeClass(buffer, type);
    return this;
  }

  Forge objectOf(String className) {
    number(names.idOf(className) + FIRST_NAMED);
    buffer.writeByte(NEW_OBJECT);
    return this;
  }

  /** An object that was met before, by the number of its first appearance. */
  Forge reference(Class<?> type, int number) {
    graph.writeClass(buffer, type);
    return number(number + FIRST_REFERENCE);
  }

  Forge number(int number) {
    buffer.writeVarInt(number, true);
    return this;
  }

  Forge name(String name) {
    return number(names.idOf(name));
  }

  Forge text(String text) {
    buffer.writeString(text);
    return this;
  }

  Forge bytes(byte... bytes) {
    buffer.raw(bytes);
    return this;
  }

  Forge counted(byte[] bytes) {
    return number(bytes.length).bytes(bytes);
  }

  /** A value as it should be. */
  Forge value(@Nullable Object value) {
    graph.writeClassAndObject(buffer, value);
    return this;
  }

  Attack attack(String name) {
    byte[] bytes = buffer.toBytes();
    EncodedItems items = new EncodedItems(bytes, new int[] {bytes.length}, 1, table.size());
    return new Attack(name, items, table.names(0, table.size()));
  }

  /** An item by Java serialization. */
  static Attack java(String name, byte[] stream) {
    return new Forge(Tag.JAVA).counted(stream).attack(name + " by Java serialization");
  }

  static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /** The same bytes with the first appearance of some of them replaced. */
  static byte[] replaced(byte[] bytes, byte[] old, byte[] by) {
    int at = 0;
    while (!Arrays.equals(bytes, at, at + old.length, old, 0, old.length)) {
      at++;
    }
    byte[] changed = new byte[bytes.length - old.length + by.length];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(by, 0, changed, at, by.length);
    int rest = at + old.length;
    System.arraycopy(bytes, rest, changed, at + by.length, bytes.length - rest);
    return changed;
  }
}
