package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.trust.ClassTraits;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The transient fields of throwables that compute their text. The text may be made of them, and
 * then would be another one where they are lacking, so these throwables bring them.
 */
final class ComputedText {
  private static final List<String> TEXTS =
      List.of("getMessage", "getLocalizedMessage", "toString");

  /** As in the text of an object that has none of its own. */
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+");

  /** In the order in which {@link State} has their values; none if the text is not computed. */
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return isComputed(type) ? transientFields(type) : List.of();
        }
      };

  private ComputedText() {}

  /**
   * Follows a throwable in its serialized form.
   *
   * @param values those of its fields
   */
  record State(@Nullable Object[] values) implements Serializable {}

  /** Whether throwables of a class are followed by their state, where it can be sent. */
  static boolean hasState(Class<?> type) {
    return !FIELDS.get(type).isEmpty();
  }

  static State of(Throwable error) {
    return new State(
        FIELDS.get(error.getClass()).stream().map(field -> valueOf(field, error)).toArray());
  }

  /** Gives a throwable that has been read its state; returns whether it fits. */
  static boolean restore(Throwable error, State state) {
    List<Field> fields = FIELDS.get(error.getClass());
    if (state.values().length != fields.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      try {
        fields.get(i).set(error, state.values()[i]);
      } catch (IllegalAccessException | IllegalArgumentException | NullPointerException e) {
        // Its class is another one here.
        return false;
      }
    }
    return true;
  }

  /** Whether a throwable that has been read says what it said where it was thrown. */
  static boolean isSame(Throwable error, FailureNode node) {
    return Objects.equals(withoutIdentity(ErrorText.of(error)), withoutIdentity(node.text()))
        && Objects.equals(
            withoutIdentity(ErrorText.messageOf(error)), withoutIdentity(node.message()));
  }

  private static @Nullable String withoutIdentity(@Nullable String text) {
    return text == null ? null : IDENTITY.matcher(text).replaceAll("@");
  }

  private static @Nullable Object valueOf(Field field, Throwable error) {
    try {
      return field.get(error);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isComputed(Class<?> type) {
    for (String text : TEXTS) {
      try {
        if (!ClassTraits.isJdk(type.getMethod(text).getDeclaringClass())) {
          return true;
        }
      } catch (NoSuchMethodException | LinkageError e) {
        return false;
      }
    }
    return false;
  }

  private static List<Field> transientFields(Class<?> type) {
    List<Field> all = new ArrayList<>();
    for (Class<?> c = type; c != null && !ClassTraits.isJdk(c); c = c.getSuperclass()) {
      Field[] own = c.getDeclaredFields();
      Arrays.sort(own, Comparator.comparing(Field::getName));
      for (Field field : own) {
        int modifiers = field.getModifiers();
        if (Modifier.isTransient(modifiers) && !Modifier.isStatic(modifiers)) {
          try {
            field.setAccessible(true);
          } catch (InaccessibleObjectException e) {
            return List.of();
          }
          all.add(field);
        }
      }
    }
    return List.copyOf(all);
  }
}
