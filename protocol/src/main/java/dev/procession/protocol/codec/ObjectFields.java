package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object as its fields, superclass first and then by name, without the transient ones, but with
 * those that the compiler adds for outer objects and captured variables.
 *
 * <p>It is rebuilt by its constructor without parameters, so that transient fields get their
 * initial values, and without any constructor where there is none such.
 */
final class ObjectFields extends Form {
  private final Class<?> type;
  private final FieldForm[] fields;
  private final @Nullable Constructor<?> constructor;
  private final @Nullable ObjectInstantiator<?> instantiator;

  /**
   * The form of one class.
   *
   * @throws RuntimeException if a field cannot be opened for reflection
   */
  ObjectFields(Class<?> type) {
    this.type = type;
    this.fields = formsOf(fieldsOf(type));
    this.constructor = constructorOf(type);
    this.instantiator =
        constructor == null ? new StdInstantiatorStrategy().newInstantiatorOf(type) : null;
  }

  /** The fields of a class that travel; those of the JDK's classes do not. */
  static List<Field> fieldsOf(Class<?> type) {
    List<Class<?>> line = new ArrayList<>();
    for (Class<?> c = type; c != null && !Origin.isJdk(c); c = c.getSuperclass()) {
      line.add(c);
    }
    Collections.reverse(line);
    List<Field> all = new ArrayList<>();
    for (Class<?> c : line) {
      Field[] own = c.getDeclaredFields();
      Arrays.sort(own, Comparator.comparing(Field::getName));
      for (Field field : own) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          all.add(field);
        }
      }
    }
    return all;
  }

  static FieldForm[] formsOf(List<Field> fields) {
    return fields.stream().map(FieldForm::of).toArray(FieldForm[]::new);
  }

  private static @Nullable Constructor<?> constructorOf(Class<?> type) {
    try {
      Constructor<?> found = type.getDeclaredConstructor();
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    for (FieldForm field : fields) {
      field.write(graph, buffer, object);
    }
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> ignored) {
    Object object = newInstance();
    graph.reference(object);
    for (FieldForm field : fields) {
      try {
        field.read(graph, input, object);
      } catch (RuntimeException e) {
        throw Misread.of(e, type.getName()).at("." + field.name());
      }
    }
    return object;
  }

  private Object newInstance() {
    if (instantiator != null) {
      return instantiator.newInstance();
    }
    if (constructor == null) {
      throw new AssertionError(type);
    }
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new Misread("Its constructor threw " + e.getCause(), type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new Misread("It cannot be made: " + e, type.getName(), e);
    }
  }
}
