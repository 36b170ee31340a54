package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.WithVariables;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The functions of this worker, each decoded on first use. Owned by the runner. */
final class Functions {
  private final KnownNames names;
  private final IntFunction<ClassLoader> loaders;
  private final Map<Integer, ToWorker.Define> definitions = new HashMap<>();
  private final Map<Integer, Decoded> decoded = new HashMap<>();
  private final Map<Integer, FunctionSource> sources = new HashMap<>();

  Functions(KnownNames names, IntFunction<ClassLoader> loaders) {
    this.names = names;
    this.loaders = loaders;
  }

  /** The class loader that a function and its items are decoded with, and their decoder. */
  record FunctionSource(ClassLoader loader, ItemDecoder decoder) {}

  /** The result of decoding a function, which is tried only once. */
  private sealed interface Decoded {}

  private record Usable(TaskFunction function) implements Decoded {}

  private record Unreadable(DecodingException why) implements Decoded {}

  private record Failed(Throwable why) implements Decoded {}

  void define(ToWorker.Define definition) {
    definitions.put(definition.functionId(), definition);
    decoded.remove(definition.functionId());
  }

  void forget(int functionId) {
    definitions.remove(functionId);
    decoded.remove(functionId);
  }

  /**
   * The source of a function; runs no user code.
   *
   * @return its source, or null if no such function was defined
   */
  @Nullable FunctionSource source(int functionId) {
    ToWorker.Define definition = definitions.get(functionId);
    if (definition == null) {
      return null;
    }
    return sources.computeIfAbsent(
        definition.loaderId(),
        id -> {
          ClassLoader loader = loaders.apply(id);
          return new FunctionSource(loader, new ItemDecoder(names, loader));
        });
  }

  /**
   * Returns a defined function, decoded on first use. Runs user code, so the context class loader
   * must be the function's.
   *
   * @throws DecodingException if it cannot be decoded, on each call
   * @throws Throwable any other exception of the decoding, on each call
   */
  TaskFunction use(int functionId, FunctionSource source) throws Throwable {
    Decoded result = decoded.get(functionId);
    if (result == null) {
      result = decode(definitions.get(functionId), source);
      decoded.put(functionId, result);
    }
    if (result instanceof Usable usable) {
      return usable.function;
    }
    throw result instanceof Unreadable unreadable ? unreadable.why : ((Failed) result).why;
  }

  private static Decoded decode(ToWorker.@Nullable Define definition, FunctionSource source) {
    if (definition == null) {
      throw new AssertionError("a function without definition");
    }
    byte[] bytes = definition.encoded();
    EncodedItems single = new EncodedItems(bytes, new int[] {bytes.length}, 1, 0);
    try {
      Object function =
          definition.kind() == FunctionKind.CALL
              ? null
              : DeepCoding.decode(source.decoder(), single, 0);
      if (function instanceof WithVariables with) {
        function = with.setIn(source.loader());
      }
      return new Usable(TaskFunction.of(definition.kind(), function));
    } catch (DecodingException e) {
      return new Unreadable(e);
    } catch (Throwable e) {
      return new Failed(e);
    }
  }
}
