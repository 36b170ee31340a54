package dev.procession.protocol.codec;

import java.lang.reflect.InvocationHandler;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which classes a decoder accepts. It is asked twice, with the name before anything is loaded, and
 * with the class, which has not been initialized yet: only that shows whether it is of the JDK.
 *
 * <p>Both answers are null, or why the class is refused.
 */
interface Admission {
  String DANGEROUS = " is known to be of use to attackers, and is never accepted";

  @Nullable String refusal(String className);

  @Nullable String refusal(Class<?> type);

  /** Whether the bytes may come from a stranger. */
  boolean isWary();

  /** For bytes from one's own other process, which runs nobody else's code. */
  static Admission trusting() {
    return new Trusting();
  }

  /** For results, where nobody says which classes they have. */
  static Admission wary() {
    return new Wary(Optional.empty());
  }

  /** For results that have no classes but these and {@link JdkValues}. */
  static Admission only(Predicate<String> listed) {
    return new Wary(Optional.of(listed));
  }

  /** Refuses only what would be a mistake even of a friend. */
  record Trusting() implements Admission {
    @Override
    public @Nullable String refusal(String className) {
      return null;
    }

    @Override
    public boolean isWary() {
      return false;
    }

    @Override
    public @Nullable String refusal(Class<?> type) {
      return Origin.isJdk(type) && JdkValues.isDangerous(type) ? type.getName() + DANGEROUS : null;
    }
  }

  /**
   * Refuses what is known to be bad, and what need not be accepted.
   *
   * @param listed the classes that are allowed; if it is there, no others of the users' are
   */
  record Wary(Optional<Predicate<String>> listed) implements Admission {
    @Override
    public @Nullable String refusal(String className) {
      if (Gadgets.contains(className)) {
        return className + DANGEROUS;
      } else if (listed.isEmpty() || JdkValues.contains(className) || isListed(className)) {
        return null;
      }
      return className
          + " is not among the classes that are allowed in results; if it shall be, add"
          + hint(className);
    }

    @Override
    public @Nullable String refusal(Class<?> type) {
      if (!Origin.isJdk(type)) {
        return null;
      }
      String name = type.getName();
      if (JdkValues.isDangerous(type)) {
        return name + DANGEROUS;
      } else if (isListed(name) || type.isPrimitive() || type.isInterface()) {
        return null;
      }
      // A handler decides what the methods of a proxy do; so a stranger must not choose one.
      boolean isValue = JdkValues.contains(name) || Throwable.class.isAssignableFrom(type);
      return isValue && !InvocationHandler.class.isAssignableFrom(type)
          ? null
          : name
              + " belongs to the JDK but is no value, and so has to be allowed in results by"
              + hint(name);
    }

    @Override
    public boolean isWary() {
      return true;
    }

    private boolean isListed(String className) {
      return listed.isPresent() && listed.get().test(className);
    }

    private static String hint(String className) {
      return " allowedResults(\"" + className + "\")";
    }
  }
}
