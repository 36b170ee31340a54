package dev.procession.protocol.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task, or a function, with the values of the static fields that it reads and that nothing else
 * sets in a worker: the variables of JShell.
 *
 * @param task the task itself
 * @param variables what it reads
 */
public record WithVariables(Object task, List<Variable> variables) implements Serializable {
  /**
   * A static field and its value.
   *
   * @param owner the name of its class
   * @param name its own name
   * @param value what it is to hold
   */
  public record Variable(String owner, String name, @Nullable Object value)
      implements Serializable {}

  /**
   * Sets them, and returns the task, which may then run.
   *
   * @param loader where the classes of the task are
   * @return the task
   * @throws ReflectiveOperationException if a class is not what it was when this was made
   */
  public Object setIn(ClassLoader loader) throws ReflectiveOperationException {
    for (Variable variable : variables) {
      Field field = Class.forName(variable.owner, true, loader).getDeclaredField(variable.name);
      field.setAccessible(true);
      field.set(null, variable.value);
    }
    return task;
  }
}
