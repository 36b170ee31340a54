package dev.procession;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A list of classes, each by its name, or by a package of theirs. Immutable.
 *
 * <table>
 *   <caption>Patterns</caption>
 *   <tr><td>{@code com.example.Order}</td><td>this class alone</td></tr>
 *   <tr><td>{@code com.example.Order$Line}</td><td>this nested class alone</td></tr>
 *   <tr><td>{@code com.example.*}</td><td>all classes of the package, nested ones too</td></tr>
 *   <tr><td>{@code com.example.**}</td><td>the same, and those of all packages below</td></tr>
 * </table>
 *
 * There is no pattern that fits every class.
 */
final class ClassNamePatterns implements Predicate<String> {
  private static final String IN_PACKAGE = ".*";
  private static final String IN_TREE = ".**";
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "\\p{javaJavaIdentifierPart}+(\\.\\p{javaJavaIdentifierPart}+)*(\\.\\*\\*?)?");

  private final Set<String> exact = new HashSet<>();
  private final Set<String> packages = new HashSet<>();
  private final Set<String> trees = new HashSet<>();

  private ClassNamePatterns(List<String> patterns) {
    for (String pattern : patterns) {
      if (!WELL_FORMED.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            "Not a class name or a pattern such as com.example.* or com.example.**: \""
                + pattern
                + "\"");
      } else if (pattern.endsWith(IN_TREE)) {
        trees.add(pattern.substring(0, pattern.length() - IN_TREE.length()));
      } else if (pattern.endsWith(IN_PACKAGE)) {
        packages.add(pattern.substring(0, pattern.length() - IN_PACKAGE.length()));
      } else {
        exact.add(pattern);
      }
    }
  }

  /**
   * Creates a list of the classes that match any of the patterns.
   *
   * @param patterns the patterns
   * @return the list; that of no patterns has no classes
   * @throws IllegalArgumentException if one is not a pattern
   * @throws NullPointerException when one is null
   */
  public static ClassNamePatterns of(Collection<String> patterns) {
    return new ClassNamePatterns(List.copyOf(patterns));
  }

  /**
   * Whether a class is on the list.
   *
   * @param className its binary name, such as {@code com.example.Order$Line}
   * @return whether any of the patterns matches
   */
  @Override
  public boolean test(String className) {
    Objects.requireNonNull(className, "className");
    if (exact.contains(className)) {
      return true;
    }
    int dot = className.lastIndexOf('.');
    if (dot < 0) {
      return false;
    }
    String inside = className.substring(0, dot);
    return packages.contains(inside) || isInTree(inside);
  }

  private boolean isInTree(String inside) {
    String around = inside;
    while (!trees.contains(around)) {
      int dot = around.lastIndexOf('.');
      if (dot < 0) {
        return false;
      }
      around = around.substring(0, dot);
    }
    return true;
  }

  @Override
  public String toString() {
    return "ClassNamePatterns[" + exact + ", in " + packages + ", below " + trees + "]";
  }
}
