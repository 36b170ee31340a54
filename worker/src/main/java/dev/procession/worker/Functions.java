package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.KnownNames;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The functions this worker knows, each decoded when it is first used. Owned by the runner. */
final class Functions {
  private final KnownNames names;
  private final IntFunction<ClassLoader> loaders;
  private final Map<Integer, ToWorker.Define> definitions = new HashMap<>();
  private final Map<Integer, Outcome> decoded = new HashMap<>();
  private final Map<Integer, Origin> origins = new HashMap<>();

  Functions(KnownNames names, IntFunction<ClassLoader> loaders) {
    this.names = names;
    this.loaders = loaders;
  }

  /** Where functions and their items come from: a class loader of the coordinator's. */
  record Origin(ClassLoader loader, ItemDecoder decoder) {}

  /** What became of the attempt to decode a function, made once. */
  private sealed interface Outcome {}

  private record Usable(TaskFunction function) implements Outcome {}

  private record Unreadable(DecodingException why) implements Outcome {}

  private record Failed(Throwable why) implements Outcome {}

  void define(ToWorker.Define definition) {
    definitions.put(definition.functionId(), definition);
    decoded.remove(definition.functionId());
  }

  void forget(int functionId) {
    definitions.remove(functionId);
    decoded.remove(functionId);
  }

  /**
   * Where a function comes from; runs no code of the user's.
   *
   * @return its origin, or null if no such function was defined
   */
  @Nullable Origin origin(int functionId) {
    ToWorker.Define definition = definitions.get(functionId);
    if (definition == null) {
      return null;
    }
    return origins.computeIfAbsent(
        definition.loaderId(),
        id -> {
          ClassLoader loader = loaders.apply(id);
          return new Origin(loader, new ItemDecoder(names, loader));
        });
  }

  /**
   * A function that was defined, decoded now if it was not before. Runs code of the user's, so the
   * context class loader must be the function's.
   *
   * @throws DecodingException when it cannot be decoded, each time it is asked for
   * @throws Throwable whatever else decoding it threw, each time it is asked for
   */
  TaskFunction use(int functionId, Origin origin) throws Throwable {
    Outcome outcome = decoded.get(functionId);
    if (outcome == null) {
      outcome = decode(definitions.get(functionId), origin);
      decoded.put(functionId, outcome);
    }
    if (outcome instanceof Usable usable) {
      return usable.function;
    }
    throw outcome instanceof Unreadable unreadable ? unreadable.why : ((Failed) outcome).why;
  }

  private static Outcome decode(ToWorker.@Nullable Define definition, Origin origin) {
    if (definition == null) {
      throw new AssertionError("a function without definition");
    }
    byte[] bytes = definition.encoded();
    EncodedItems single = new EncodedItems(bytes, new int[] {bytes.length}, 1, 0);
    try {
      Object function =
          definition.kind() == FunctionKind.CALL ? null : origin.decoder().decode(single, 0);
      return new Usable(TaskFunction.of(definition.kind(), function));
    } catch (DecodingException e) {
      return new Unreadable(e);
    } catch (Throwable e) {
      return new Failed(e);
    }
  }
}
