package dev.procession.protocol.codec.form;

import com.esotericsoftware.kryo.kryo5.objenesis.ObjenesisException;
import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.sun.SunReflectionFactorySerializationInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.trust.ClassTraits;
import java.io.Serializable;
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
 * The form of an object as its fields: simple ones first, then superclass first and by name,
 * without transient ones, but with the compiler's fields for outer objects and captured variables.
 *
 * <p>A Serializable object is rebuilt as Java serialization does it: none of its own constructors
 * run, only that of its first superclass that is not Serializable. Any other is rebuilt by its
 * constructor without parameters, so that transient fields get their initial values, or without any
 * constructor if there is none.
 */
public final class ObjectFields extends Form {
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
    this.fields = formsOf(simpleFirst(fieldsOf(type)));
    this.constructor = Serializable.class.isAssignableFrom(type) ? null : constructorOf(type);
    this.instantiator = constructor == null ? instantiatorOf(type) : null;
  }

  private static ObjectInstantiator<?> instantiatorOf(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)) {
      try {
        return new SunReflectionFactorySerializationInstantiator<>(type);
      } catch (ObjenesisException e) {
        // No such constructor in the superclass, which Java serialization would refuse.
      }
    }
    return new StdInstantiatorStrategy().newInstantiatorOf(type);
  }

  /** The fields of a class that travel; those of the JDK's classes do not. */
  public static List<Field> fieldsOf(Class<?> type) {
    List<Class<?>> line = new ArrayList<>();
    for (Class<?> c = type; c != null && !ClassTraits.isJdk(c); c = c.getSuperclass()) {
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

  /**
   * The fields that lead nowhere before the others, so that they are there if the object must be
   * hashed before it is whole.
   */
  private static List<Field> simpleFirst(List<Field> fields) {
    List<Field> ordered = new ArrayList<>(fields);
    ordered.sort(Comparator.comparing(field -> !ClassTraits.leadsNowhere(field.getType())));
    return ordered;
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
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    for (FieldForm field : fields) {
      field.write(graph, buffer, object);
    }
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> ignored) {
    Object object = newInstance();
    graph.reference(object);
    for (FieldForm field : fields) {
      try {
        field.read(graph, input, object);
      } catch (RuntimeException e) {
        throw BadBytes.of(e, type.getName()).at("." + field.name());
      }
    }
    return object;
  }

  private Object newInstance() {
    if (instantiator != null) {
      try {
        return instantiator.newInstance();
      } catch (ObjenesisException e) {
        Throwable cause = e.getCause() instanceof InvocationTargetException i ? i.getCause() : e;
        throw new BadBytes(
            "Its superclass's constructor threw " + ErrorText.of(cause), type.getName(), cause);
      }
    }
    if (constructor == null) {
      throw new AssertionError(type);
    }
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new BadBytes(
          "Its constructor threw " + ErrorText.of(e.getCause()), type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new BadBytes("It cannot be instantiated: " + e, type.getName(), e);
    }
  }
}
