package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;

/** JDK objects for which neither Kryo nor Java serialization is suitable. */
final class ValueForms {
  private static final char UNDECODABLE = '\uFFFD';

  /** No path has a NUL. */
  private static final String ABSOLUTE_URI = "\0a";

  private static final String RELATIVE_URI = "\0r";

  private static final Path ROOT = Path.of("/");

  private ValueForms() {}

  /** Writes the state of an object, and recreates the object from it. */
  interface Writing<T> {
    void write(Graph graph, ItemBuffer buffer, T object);
  }

  /** The reverse. */
  interface Reading {
    Object read(Graph graph, ItemInput input, Class<?> type);
  }

  static <T> Form of(Class<T> type, Writing<T> writing, Reading reading) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        writing.write(graph, buffer, type.cast(object));
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> readType) {
        return reading.read(graph, input, readType);
      }
    };
  }

  static Form path() {
    return of(
        Path.class,
        (graph, buffer, path) -> {
          if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new CannotTravel(path, "its file system exists only in this process", null);
          }
          buffer.writeString(textOf(path));
        },
        (graph, input, type) -> pathOf(input.text()));
  }

  /**
   * A name with bytes that are no text in this process's encoding is written as a URI, which has
   * the bytes: the path of its text would be that of another file.
   */
  private static String textOf(Path path) {
    String text = path.toString();
    if (text.indexOf(UNDECODABLE) < 0 || File.separatorChar != '/') {
      return text;
    }
    return (path.isAbsolute() ? ABSOLUTE_URI : RELATIVE_URI)
        + ROOT.resolve(path).toUri().getRawPath();
  }

  private static Path pathOf(String text) {
    if (text.startsWith(ABSOLUTE_URI)) {
      return fromUri(text.substring(ABSOLUTE_URI.length()));
    } else if (text.startsWith(RELATIVE_URI)) {
      return ROOT.relativize(fromUri(text.substring(RELATIVE_URI.length())));
    }
    return Path.of(text);
  }

  private static Path fromUri(String rawPath) {
    return Path.of(URI.create("file://" + rawPath));
  }

  static Form fileTime() {
    return of(
        FileTime.class,
        (graph, buffer, time) -> {
          Instant instant = time.toInstant();
          if (!FileTime.from(instant).equals(time)) {
            throw new CannotTravel(time, "it is beyond the times that an Instant can have", null);
          }
          buffer.writeLong(instant.getEpochSecond());
          buffer.writeInt(instant.getNano());
        },
        (graph, input, type) ->
            FileTime.from(Instant.ofEpochSecond(input.readLong(), input.readInt())));
  }

  static Form runtimeVersion() {
    return of(
        Runtime.Version.class,
        (graph, buffer, version) -> buffer.writeString(version.toString()),
        (graph, input, type) -> Runtime.Version.parse(input.text()));
  }

  static Form attributeName() {
    return of(
        Attributes.Name.class,
        (graph, buffer, name) -> buffer.writeString(name.toString()),
        (graph, input, type) -> new Attributes.Name(input.text()));
  }

  static Form charset() {
    return of(
        Charset.class,
        (graph, buffer, charset) -> buffer.writeString(charset.name()),
        (graph, input, type) -> Charset.forName(input.text()));
  }

  static Form uuid() {
    return of(
        UUID.class,
        (graph, buffer, uuid) -> {
          buffer.writeLong(uuid.getMostSignificantBits());
          buffer.writeLong(uuid.getLeastSignificantBits());
        },
        (graph, input, type) -> new UUID(input.readLong(), input.readLong()));
  }

  static Form classes() {
    return of(
        Class.class,
        (graph, buffer, type) -> {
          if (type.isHidden()) {
            throw new CannotTravel(type, "a hidden class cannot be found by name", null);
          }
          buffer.writeVarInt(graph.encoding().idOf(type.getName()), true);
        },
        (graph, input, type) -> graph.load(graph.decoding().name(input.readVarInt(true))));
  }

  static <T> Form pair(
      Class<T> type,
      java.util.function.Function<T, @Nullable Object> first,
      java.util.function.Function<T, @Nullable Object> second,
      BiFunction<@Nullable Object, @Nullable Object, Object> maker) {
    return of(
        type,
        (graph, buffer, object) -> {
          graph.startUnmade();
          graph.writeClassAndObject(buffer, first.apply(object));
          graph.writeClassAndObject(buffer, second.apply(object));
          graph.endUnmade();
        },
        (graph, input, readType) ->
            maker.apply(
                Form.readPart(graph, input, ".key"), Form.readPart(graph, input, ".value")));
  }

  @SuppressWarnings("rawtypes")
  static Form entry(BiFunction<@Nullable Object, @Nullable Object, Object> maker) {
    return pair(Map.Entry.class, Map.Entry::getKey, Map.Entry::getValue, maker);
  }

  @SuppressWarnings("rawtypes")
  static Form optional() {
    return of(
        Optional.class,
        (graph, buffer, optional) -> {
          graph.startUnmade();
          graph.writeClassAndObject(buffer, optional.isPresent() ? optional.get() : null);
          graph.endUnmade();
        },
        (graph, input, type) -> Optional.ofNullable(Form.readPart(graph, input, ".get()")));
  }

  /** With its offset, which the zone does not determine when clocks are set back. */
  static Form zoned() {
    return of(
        ZonedDateTime.class,
        (graph, buffer, zoned) -> {
          buffer.writeLong(zoned.toLocalDateTime().toEpochSecond(ZoneOffset.UTC));
          buffer.writeVarInt(zoned.getNano(), true);
          buffer.writeVarInt(zoned.getOffset().getTotalSeconds(), false);
          buffer.writeString(zoned.getZone().getId());
        },
        (graph, input, type) -> {
          LocalDateTime local =
              LocalDateTime.ofEpochSecond(input.readLong(), input.readVarInt(true), ZoneOffset.UTC);
          ZoneOffset offset = ZoneOffset.ofTotalSeconds(input.readVarInt(false));
          return ZonedDateTime.ofInstant(local, offset, ZoneId.of(input.text()));
        });
  }

  static Form proxy() {
    return of(
        Object.class,
        (graph, buffer, proxy) -> {
          Class<?>[] types = proxy.getClass().getInterfaces();
          buffer.writeVarInt(types.length, true);
          for (Class<?> type : types) {
            buffer.writeVarInt(graph.encoding().idOf(type.getName()), true);
          }
          graph.startUnmade();
          graph.writeClassAndObject(buffer, Proxy.getInvocationHandler(proxy));
          graph.endUnmade();
        },
        (graph, input, type) -> {
          Class<?>[] types = new Class<?>[input.count(1)];
          for (int i = 0; i < types.length; i++) {
            types[i] = graph.load(graph.decoding().name(input.readVarInt(true)));
          }
          Object handler = Form.readPart(graph, input, ".handler");
          if (!(handler instanceof InvocationHandler h)) {
            throw new BadBytes("A proxy without a handler");
          }
          return Proxy.newProxyInstance(graph.decoding().proxyLoader(types), types, h);
        });
  }

  /** Content, position, limit, order and kind; a view's share of another buffer is not kept. */
  static Form byteBuffer() {
    return of(
        ByteBuffer.class,
        (graph, buffer, bytes) -> {
          byte[] content = new byte[bytes.capacity()];
          bytes.duplicate().clear().get(content);
          buffer.writeVarInt(content.length, true);
          buffer.raw(content);
          buffer.writeVarInt(bytes.position(), true);
          buffer.writeVarInt(bytes.limit(), true);
          buffer.writeBoolean(bytes.order() == ByteOrder.BIG_ENDIAN);
          buffer.writeBoolean(bytes.isDirect());
          buffer.writeBoolean(bytes.isReadOnly());
        },
        (graph, input, type) -> byteBuffer(input));
  }

  private static ByteBuffer byteBuffer(ItemInput input) {
    byte[] content = input.counted();
    int position = input.readVarInt(true);
    int limit = input.readVarInt(true);
    ByteOrder order = input.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer made =
        input.readBoolean()
            ? ByteBuffer.allocateDirect(content.length).put(content)
            : ByteBuffer.wrap(content);
    made.clear().limit(limit).position(position);
    return (input.readBoolean() ? made.asReadOnlyBuffer() : made).order(order);
  }
}
