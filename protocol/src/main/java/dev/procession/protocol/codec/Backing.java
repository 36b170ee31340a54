package dev.procession.protocol.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a wrapper of {@link java.util.Collections} wraps, so that it can travel with it, and
 * be the same object as elsewhere in the value. The wrapper's fields are closed, but Java
 * serialization shows them, one after the other and the wrapped one first.
 */
final class Backing extends ObjectOutputStream {
  /** Thrown when the question is answered. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Object backing;

    Found(Object backing) {
      super("found", null, false, false);
      this.backing = backing;
    }
  }

  private final Object wrapper;

  private Backing(Object wrapper) throws IOException {
    super(OutputStream.nullOutputStream());
    this.wrapper = wrapper;
    enableReplaceObject(true);
  }

  static Object of(Object wrapper) {
    try (Backing search = new Backing(wrapper)) {
      search.writeObject(wrapper);
    } catch (Found e) {
      return e.backing;
    } catch (IOException e) {
      throw new Untransportable(wrapper, "what it wraps cannot be found: " + e, e);
    }
    throw new Untransportable(wrapper, "it wraps nothing", null);
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
    return SmallForms.of(
        Serializable.class,
        (graph, buffer, wrapper) -> {
          graph.startUnmade();
          graph.writeClassAndObject(buffer, of(wrapper));
          graph.endUnmade();
        },
        (graph, input, type) -> {
          Object backing = graph.readClassAndObject(input);
          if (!inside.isInstance(backing)) {
            throw new Misread("A wrapper around something else", type.getName(), null);
          }
          return wrap.apply(inside.cast(backing));
        });
  }
}
