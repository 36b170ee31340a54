package dev.procession.sharing;

import java.util.Optional;

/**
 * How messages call a task, in the words of the exceptions that tell of its failure.
 *
 * @param submitted whether it was submitted by itself; otherwise it is an item of a map
 * @param index the task's index, from 0; in words it counts from 1
 * @param name the name in the options of the task or of the map
 */
public record TaskLabel(boolean submitted, long index, Optional<String> name) {
  @Override
  public String toString() {
    if (submitted) {
      return name.map(n -> "task '" + n + "'").orElse("submitted task " + (index + 1));
    }
    return "item " + (index + 1) + name.map(n -> " of '" + n + "'").orElse("");
  }
}
