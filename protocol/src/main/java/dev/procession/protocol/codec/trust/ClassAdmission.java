package dev.procession.protocol.codec.trust;

import java.lang.reflect.InvocationHandler;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which classes a decoder accepts. It is called twice: with the name before the class is
 * loaded, and with the class before it is initialized, since only the class shows whether it
 * belongs to the JDK.
 *
 * <p>Both methods return null, or the reason why the class is rejected.
 */
public interface ClassAdmission {
  String DANGEROUS =
      " can be used in attacks and is never accepted; send the data it is built from";

  @Nullable String refusal(String className);

  @Nullable String refusal(Class<?> type);

  /** Whether the bytes come from an untrusted process. */
  boolean isWary();

  /** For bytes from a trusted process. */
  static ClassAdmission trusting() {
    return new Trusting();
  }

  /** For results without a list of allowed classes. */
  static ClassAdmission wary() {
    return new Wary(Optional.empty());
  }

  /** For results that may only contain these classes and {@link JdkValues}. */
  static ClassAdmission only(Predicate<String> listed) {
    return new Wary(Optional.of(listed));
  }

  /** Rejects only classes that even a trusted process would send by mistake only. */
  record Trusting() implements ClassAdmission {
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
      return ClassTraits.isJdk(type) && JdkValues.isDangerous(type)
          ? type.getName() + DANGEROUS
          : null;
    }
  }

  /**
   * Rejects known dangerous classes, and classes that need not be accepted.
   *
   * @param listed the allowed user classes; if present, no others are allowed
   */
  record Wary(Optional<Predicate<String>> listed) implements ClassAdmission {
    @Override
    public @Nullable String refusal(String className) {
      if (KnownGadgets.contains(className)) {
        return className + DANGEROUS;
      } else if (listed.isEmpty() || JdkValues.contains(className) || isListed(className)) {
        return null;
      }
      return className
          + " is not among the classes allowed in results; to allow it, add"
          + hint(className);
    }

    @Override
    public @Nullable String refusal(Class<?> type) {
      if (!ClassTraits.isJdk(type)) {
        return null;
      }
      String name = type.getName();
      if (JdkValues.isDangerous(type)) {
        return name + DANGEROUS;
      } else if (isListed(name) || type.isPrimitive() || type.isInterface()) {
        return null;
      }
      // A handler decides what the methods of a proxy do, so an untrusted process must not choose
      // one.
      boolean isValue =
          JdkValues.contains(name)
              || Enum.class.isAssignableFrom(type)
              || Throwable.class.isAssignableFrom(type);
      return isValue && !InvocationHandler.class.isAssignableFrom(type)
          ? null
          : name
              + " is a JDK class but not a value class, and must be allowed in results with"
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
