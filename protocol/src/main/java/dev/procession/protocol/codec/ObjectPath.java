package dev.procession.protocol.codec;

import dev.procession.protocol.codec.form.LambdaForm;
import dev.procession.protocol.codec.form.MapForm;
import dev.procession.protocol.codec.form.ObjectFields;
import dev.procession.protocol.codec.trust.ClassTraits;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shortest path from a value to an object in it, like {@code Order.lines[3].connection}.
 * Limits the search, and avoids recursion.
 */
final class ObjectPath {
  private static final int MAX_OBJECTS = 100_000;

  /** A step of the path: the object reached, its parent, and the link between them. */
  private record Step(Object object, @Nullable Step before, String name) {}

  private final Predicate<Object> wanted;
  private final ArrayDeque<Step> open = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private ObjectPath(Predicate<Object> wanted) {
    this.wanted = wanted;
  }

  static Optional<String> find(Object value, Predicate<Object> wanted) {
    return new ObjectPath(wanted).search(value);
  }

  static String root(Object value) {
    Class<?> type = value.getClass();
    if (ClassTraits.isLambda(type)) {
      String name = type.getName();
      return "lambda of " + name.substring(0, Math.max(0, name.indexOf("$$Lambda")));
    }
    return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
  }

  private Optional<String> search(Object value) {
    visit(value, null, root(value));
    while (!open.isEmpty() && seen.size() < MAX_OBJECTS) {
      Step step = open.remove();
      if (wanted.test(step.object())) {
        return Optional.of(path(step));
      }
      try {
        expand(step);
      } catch (Throwable e) {
        // User code failed; the caller reports the original failure.
      }
    }
    return Optional.empty();
  }

  private static String path(Step last) {
    StringBuilder path = new StringBuilder();
    for (Step step = last; step != null; step = step.before()) {
      path.insert(0, step.name());
    }
    return path.toString();
  }

  private void visit(@Nullable Object object, @Nullable Step from, String name) {
    if (object != null && !(object instanceof String) && seen.add(object)) {
      open.add(new Step(object, from, name));
    }
  }

  private void expand(Step step) {
    Object object = step.object();
    if (object instanceof Object[] array) {
      expandAll(step, array, "");
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, element) -> {
            visit(key, step, "[key]");
            visit(element, step, MapForm.step(key));
          });
    } else if (object instanceof Collection<?> collection) {
      expandAll(step, collection.toArray(), "");
    } else if (object instanceof Map.Entry<?, ?> entry) {
      visit(entry.getKey(), step, ".key");
      visit(entry.getValue(), step, ".value");
    } else if (object instanceof Optional<?> optional) {
      visit(optional.orElse(null), step, ".get()");
    } else if (object instanceof Throwable error) {
      visit(error.getCause(), step, ".getCause()");
      expandAll(step, error.getSuppressed(), ".getSuppressed()");
    } else if (object instanceof AtomicReference<?> reference) {
      visit(reference.get(), step, ".get()");
    } else if (Proxy.isProxyClass(object.getClass())) {
      visit(Proxy.getInvocationHandler(object), step, ".handler");
    } else if (ClassTraits.isLambda(object.getClass())) {
      expandAll(step, LambdaForm.capturedBy(object), ".captured");
    }
    expandFields(step);
  }

  private void expandAll(Step step, @Nullable Object[] elements, String prefix) {
    for (int i = 0; i < elements.length; i++) {
      visit(elements[i], step, prefix + "[" + i + "]");
    }
  }

  private void expandFields(Step step) {
    Class<?> type = step.object().getClass();
    if (type.isHidden() || type.isArray() || type.isEnum()) {
      return;
    }
    for (Field field : ObjectFields.fieldsOf(type)) {
      if (!field.getType().isPrimitive() && field.trySetAccessible()) {
        try {
          visit(field.get(step.object()), step, "." + field.getName());
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
