package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Constants;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of objects of a class with constants: the field that holds a constant, and always the
 * content. A constant is replaced by the other side's constant if the contents are equal. If they
 * differ, a copy would not be that constant: an object that is compared by identity is then
 * rejected.
 */
final class ConstantForm extends Form {
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+");

  @Override
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    Class<?> type = object.getClass();
    Constants.Place place =
        type == Object.class ? Constants.placeOfPlain(object) : Constants.placeOf(object);
    buffer.writeVarInt(graph.encoding().idOf(type.getName()), true);
    buffer.writeBoolean(place != null);
    if (place != null) {
      buffer.writeVarInt(graph.encoding().idOf(place.holder()), true);
      buffer.writeVarInt(graph.encoding().idOf(place.field()), true);
    }
    graph.writeContent(type, buffer, object);
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> ignored) {
    int number = graph.number();
    Class<?> type = graph.load(graph.decoding().name(input.readVarInt(true)));
    if (!input.readBoolean()) {
      return graph.readContent(type, input);
    }
    Class<?> holder = graph.load(graph.decoding().name(input.readVarInt(true)));
    String field = graph.decoding().name(input.readVarInt(true));
    Object copy = graph.readContent(type, input);
    Object constant = Constants.at(holder, field, type);
    if (constant != null && new Comparison().isSame(copy, constant)) {
      graph.replace(number, constant);
      return constant;
    } else if (Constants.isToldApartByIdentity(type)) {
      throw new BadBytes(
          "%s.%s is compared by identity and has different contents here, so a copy would not be"
                  .formatted(holder.getTypeName(), field)
              + " the same object; send its contents instead, or make the differing fields"
              + " transient",
          type.getName(),
          null);
    }
    return copy;
  }

  /** Whether two objects have the same content, including all reachable objects. */
  private static final class Comparison {
    private final IdentityHashMap<Object, Object> compared = new IdentityHashMap<>();

    boolean isSame(@Nullable Object a, @Nullable Object b) {
      if (a == b || a == null || b == null) {
        return a == b;
      } else if (a.getClass() != b.getClass()) {
        return a.getClass().isHidden() && b.getClass().isHidden();
      } else if (compared.put(a, b) == b) {
        return true;
      } else if (a instanceof Object[] array) {
        return areSame(Arrays.asList(array), Arrays.asList((Object[]) b));
      } else if (a.getClass().isArray()) {
        return Objects.deepEquals(a, b);
      } else if (a instanceof List<?> list) {
        return areSame(list, (List<?>) b);
      } else if (a instanceof Map<?, ?> || a instanceof Set<?> || hasOwnEquals(a.getClass())) {
        return a.equals(b);
      }
      List<Field> fields = ObjectFields.fieldsOf(a.getClass());
      return fields.isEmpty() ? haveSameText(a, b) : haveSameFields(fields, a, b);
    }

    private boolean areSame(List<?> a, List<?> b) {
      Iterator<?> others = b.iterator();
      for (Object one : a) {
        if (!others.hasNext() || !isSame(one, others.next())) {
          return false;
        }
      }
      return !others.hasNext();
    }

    private static boolean hasOwnEquals(Class<?> type) {
      try {
        return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e);
      }
    }

    private boolean haveSameFields(List<Field> fields, Object a, Object b) {
      for (Field field : fields) {
        try {
          field.setAccessible(true);
          if (field.getType().isPrimitive()
              ? !field.get(a).equals(field.get(b))
              : !isSame(field.get(a), field.get(b))) {
            return false;
          }
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
      return true;
    }

    /** The only comparable property of counters, patterns and the like. */
    private static boolean haveSameText(Object a, Object b) {
      return IDENTITY
          .matcher(a.toString())
          .replaceAll("")
          .equals(IDENTITY.matcher(b.toString()).replaceAll(""));
    }
  }
}
