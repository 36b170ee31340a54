package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.graph.Form;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Finds the collection wrapped by a wrapper of {@link java.util.Collections}, so that it can be
 * sent with it and keep its identity within the value. The wrapper's fields are not accessible, but
 * Java serialization reveals them, the wrapped collection first.
 */
final class WrappedCollection extends ObjectOutputStream {
  /** Thrown to end the serialization once the collection is found. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Object backing;

    Found(Object backing) {
      super("found", null, false, false);
      this.backing = backing;
    }
  }

  private final Object wrapper;

  private WrappedCollection(Object wrapper) throws IOException {
    super(OutputStream.nullOutputStream());
    this.wrapper = wrapper;
    enableReplaceObject(true);
  }

  static Object of(Object wrapper) {
    try (WrappedCollection search = new WrappedCollection(wrapper)) {
      search.writeObject(wrapper);
    } catch (Found e) {
      return e.backing;
    } catch (IOException e) {
      throw new CannotTravel(wrapper, "the wrapped collection cannot be found: " + e, e);
    }
    throw new CannotTravel(wrapper, "it wraps nothing", null);
  }

  @Override
  protected @Nullable Object replaceObject(@Nullable Object object) {
    if (object == null || object == wrapper) {
      return object;
    }
    throw new Found(object);
  }

  /** The form of wrappers of one class. */
  static <T> Form form(Class<T> inside, java.util.function.Function<T, Object> wrap) {
    return ValueForms.of(
        Serializable.class,
        (graph, buffer, wrapper) -> {
          graph.startUnmade();
          graph.writeClassAndObject(buffer, of(wrapper));
          graph.endUnmade();
        },
        (graph, input, type) -> {
          Object backing = graph.readClassAndObject(input);
          if (!inside.isInstance(backing)) {
            throw new BadBytes("A wrapper around something else", type.getName(), null);
          }
          return wrap.apply(inside.cast(backing));
        });
  }
}
