package dev.procession.process.shipping;

import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.codec.WithVariables;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Encodes a task, or the function of a map, with all that it needs. For any thread. */
public final class TaskContents {
  /** So many are remembered; what comes then is not told. */
  private static final int MAX_TOLD = 100;

  private final Consumer<String> onCopy;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param onCopy told, once for each, what a task has captured that only looks as if it were
   *     shared with workers
   */
  public TaskContents(Consumer<String> onCopy) {
    this.onCopy = onCopy;
  }

  /**
   * Adds a task to an encoder.
   *
   * @param scratch makes other encoders, to find out what cannot travel
   * @throws EncodingException if it cannot travel
   */
  public void add(Object task, ItemEncoder encoder, Supplier<ItemEncoder> scratch)
      throws EncodingException {
    List<WithVariables.Variable> variables = SnippetVariables.of(task);
    if (variables.isEmpty()) {
      DeepCoding.add(task, encoder);
    } else {
      for (WithVariables.Variable variable : variables) {
        check(variable, scratch.get());
      }
      DeepCoding.add(new WithVariables(task, variables), encoder);
    }
    for (String copied : CopiedState.of(task, variables)) {
      if (told.size() < MAX_TOLD && told.add(copied)) {
        onCopy.accept(copied);
      }
    }
  }

  private static void check(WithVariables.Variable variable, ItemEncoder scratch)
      throws EncodingException {
    try {
      DeepCoding.add(variable.value(), scratch);
    } catch (EncodingException e) {
      throw new EncodingException(
          "The task reads the JShell variable "
              + variable.name()
              + ", whose value is needed by workers. "
              + e.getMessage(),
          e);
    }
  }
}
