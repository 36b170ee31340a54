package dev.procession.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code Class::method}: a static method with one parameter, or a method of the item itself without
 * parameters, as in Java's method references.
 *
 * @param owner the class that was named
 * @param name the method's name
 * @param candidates the methods that could be meant, at least one
 */
record MethodSource(Class<?> owner, String name, List<Method> candidates)
    implements FunctionSource {

  static MethodSource of(String text, UserClasses classes) {
    int colons = text.indexOf("::");
    String className = text.substring(0, colons);
    String name = text.substring(colons + 2);
    Class<?> owner =
        TypeNames.resolve(className, classes.loader())
            .orElseThrow(() -> new UsageException(ClassSource.notFound(className, classes)));
    List<Method> all =
        methodsOf(owner)
            .filter(method -> method.getName().equals(name))
            .filter(MethodSource::takesOneItem)
            .toList();
    List<Method> candidates =
        all.stream().filter(method -> !yieldsToStatic(method, owner, all)).toList();
    if (candidates.isEmpty()) {
      throw new UsageException(noCandidate(owner, name));
    }
    return new MethodSource(owner, name, candidates);
  }

  /** The methods of {@code owner} that can be called from here, inherited ones too. */
  static Stream<Method> methodsOf(Class<?> owner) {
    return Stream.concat(
            Stream.of(owner.getMethods()),
            Stream.of(owner.getDeclaredMethods())
                .filter(method -> !Modifier.isPublic(method.getModifiers())))
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .filter(Method::trySetAccessible)
        .sorted(Comparator.comparing(MethodFunction::signatureOf));
  }

  @Override
  public boolean needsItemType() {
    return candidates.size() > 1;
  }

  @Override
  public TextFunction function(Optional<ItemType> chosen, LineFormat input) {
    Method method = candidates.size() == 1 ? candidates.get(0) : choose(chosen.orElseThrow());
    Class<?> taken = MethodFunction.itemTypeOf(owner, method);
    Class<?> itemType = FunctionSource.narrowed(taken, chosen);
    if (input == LineFormat.TEXT && ItemConverter.to(itemType).isEmpty()) {
      throw new UsageException(
          owner.getName()
              + "::"
              + MethodFunction.signatureOf(method)
              + " takes "
              + TypeNames.withArticle(itemType)
              + ", which cannot be made from text");
    }
    return new MethodFunction(owner, method, itemType);
  }

  /** The overload for exactly this type, or else the only one that accepts it. */
  private Method choose(ItemType chosen) {
    Class<?> wanted = TypeNames.boxed(chosen.type());
    List<Method> exact = candidates.stream().filter(method -> taken(method) == wanted).toList();
    List<Method> fitting =
        candidates.stream().filter(method -> taken(method).isAssignableFrom(wanted)).toList();
    List<Method> best = exact.isEmpty() ? fitting : exact;
    if (best.size() == 1) {
      return best.get(0);
    }
    String items =
        chosen
            .decidedBy()
            .map(item -> "as the first item, " + ItemConverter.quoted(item) + ", decides")
            .orElse("as --type says");
    throw new UsageException(
        owner.getName()
            + "::"
            + name
            + (best.isEmpty() ? " has no form" : " has several forms")
            + " for "
            + (chosen.type() == String.class ? "text" : chosen.type().getSimpleName())
            + " ("
            + items
            + "); choose one with --type:"
            + listed(best.isEmpty() ? candidates : best));
  }

  private Class<?> taken(Method method) {
    return taken(owner, method);
  }

  private static Class<?> taken(Class<?> owner, Method method) {
    return TypeNames.boxed(MethodFunction.itemTypeOf(owner, method));
  }

  /** Integer::toString is the static one: both take an int, and FUNCTION names static methods. */
  private static boolean yieldsToStatic(Method method, Class<?> owner, List<Method> others) {
    return !Modifier.isStatic(method.getModifiers())
        && others.stream()
            .anyMatch(
                other ->
                    Modifier.isStatic(other.getModifiers())
                        && taken(owner, other) == taken(owner, method));
  }

  private static boolean takesOneItem(Method method) {
    return method.getParameterCount() == (Modifier.isStatic(method.getModifiers()) ? 1 : 0);
  }

  private static String noCandidate(Class<?> owner, String name) {
    List<Method> sameName =
        methodsOf(owner).filter(method -> method.getName().equals(name)).toList();
    if (!sameName.isEmpty()) {
      return owner.getName() + "::" + name + " does not take one item:" + listed(sameName);
    }
    List<String> known =
        methodsOf(owner)
            .filter(MethodSource::takesOneItem)
            .filter(method -> method.getDeclaringClass() != Object.class)
            .map(Method::getName)
            .distinct()
            .toList();
    return owner.getName()
        + " has no method "
        + name
        + Nearest.to(name, known).map(meant -> "; did you mean " + meant + "?").orElse("")
        + (known.isEmpty()
            ? "; nor any other that takes one item"
            : "\nIts methods of one item are " + String.join(", ", known));
  }

  private static String listed(List<Method> methods) {
    return methods.stream()
        .map(
            method ->
                "\n  "
                    + (Modifier.isStatic(method.getModifiers()) ? "static " : "")
                    + method.getReturnType().getSimpleName()
                    + " "
                    + MethodFunction.signatureOf(method))
        .collect(Collectors.joining());
  }
}
