package dev.procession.cli.function;

import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.Suggestion;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.TypeNames;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code Class::method}: as in Java's method references a static method with one parameter, a
 * method of the item itself without parameters, or a constructor with one parameter ({@code
 * Class::new}). Or else a method with one parameter of an object that each worker creates, or a
 * static method or constructor with a parameter for each column.
 *
 * @param owner the class that was named
 * @param name the method's name
 * @param candidates the methods that could be meant, at least one
 */
record MethodSource(Class<?> owner, String name, List<NamedMember> candidates)
    implements FunctionSource {

  static MethodSource of(String text, UserClassPath classes) {
    int colons = text.indexOf("::");
    String className = text.substring(0, colons);
    String name = text.substring(colons + 2);
    Class<?> owner =
        TypeNames.resolve(className, classes.loader())
            .orElseThrow(() -> new UsageException(ClassSource.notFound(className, classes)));
    List<NamedMember> all = NamedMember.named(owner, name).toList();
    List<NamedMember> candidates = all.stream().filter(each -> !yields(each, all)).toList();
    if (candidates.isEmpty()) {
      candidates =
          NamedMember.allOfColumns(owner).filter(each -> each.name().equals(name)).toList();
      refuseSeveral(owner, candidates);
    }
    if (candidates.isEmpty()) {
      throw new UsageException(noCandidate(owner, name));
    }
    return new MethodSource(owner, name, candidates);
  }

  @Override
  public boolean needsItemType() {
    return candidates.size() > 1;
  }

  /** Overloads differ in types, which columns do not have. */
  private static void refuseSeveral(Class<?> owner, List<NamedMember> ofColumns) {
    if (ofColumns.size() > 1) {
      String called =
          owner.getSimpleName() + (isNew(ofColumns) ? "" : "." + ofColumns.get(0).name());
      throw new UsageException(
          owner.getName()
              + "::"
              + ofColumns.get(0).name()
              + " does not take one item, and has several overloads for columns; write a lambda"
              + " such as '(a, b) -> "
              + (isNew(ofColumns) ? "new " : "")
              + called
              + "(a, b)':"
              + listed(ofColumns.stream().map(NamedMember::member).toList()));
    }
  }

  private static boolean isNew(List<NamedMember> members) {
    return members.get(0).name().equals(NamedMember.NEW);
  }

  @Override
  public boolean takesColumns() {
    return candidates.get(0).item() == NamedMember.Item.ARGUMENTS;
  }

  /** A method with a parameter for each column says their types itself. */
  private static TextFunction ofColumns(
      NamedMember member, Optional<ItemType> chosen, LineFormat input) {
    String subject = member.owner().getName() + "::" + member.signature();
    if (input != LineFormat.CSV) {
      throw new UsageException(
          "%s does not take one item; give columns with --colsep or --input csv, -N %d, or -a FILE for each"
              .formatted(subject, member.columnTypes().length));
    }
    if (chosen.isPresent() && chosen.get().decidedBy().isEmpty()) {
      throw new UsageException("--type has no effect on " + subject);
    }
    for (Class<?> type : member.columnTypes()) {
      if (ItemConverter.to(type).isEmpty()) {
        throw new UsageException(
            subject
                + " takes "
                + TypeNames.withArticle(type)
                + ", which cannot be created from text");
      }
    }
    return new MethodFunction(member, Object[].class);
  }

  @Override
  public TextFunction function(Optional<ItemType> chosen, LineFormat input) {
    NamedMember member = candidates.size() == 1 ? candidates.get(0) : choose(chosen.orElseThrow());
    if (takesColumns()) {
      return ofColumns(member, chosen, input);
    }
    Class<?> itemType = FunctionSource.narrowed(member.itemType(), chosen);
    if (input == LineFormat.TEXT && ItemConverter.to(itemType).isEmpty()) {
      throw new UsageException(
          owner.getName()
              + "::"
              + member.signature()
              + " takes "
              + TypeNames.withArticle(itemType)
              + ", which cannot be created from text");
    }
    return new MethodFunction(member, itemType);
  }

  /** The overload for exactly this type, or otherwise the only one that accepts it. */
  private NamedMember choose(ItemType chosen) {
    Class<?> wanted = TypeNames.boxed(chosen.type());
    List<NamedMember> exact =
        candidates.stream().filter(each -> each.boxedItemType() == wanted).toList();
    List<NamedMember> fitting =
        candidates.stream().filter(each -> each.boxedItemType().isAssignableFrom(wanted)).toList();
    List<NamedMember> best = exact.isEmpty() ? fitting : exact;
    if (best.size() == 1) {
      return best.get(0);
    }
    String items =
        chosen
            .decidedBy()
            .map(item -> "chosen from the first item, " + ItemConverter.quoted(item))
            .orElse("given by --type");
    throw new UsageException(
        owner.getName()
            + "::"
            + name
            + (best.isEmpty() ? " has no overload" : " has several overloads")
            + " for "
            + (chosen.type() == String.class ? "text" : chosen.type().getSimpleName())
            + " ("
            + items
            + "); choose one with --type:"
            + listed(
                (best.isEmpty() ? candidates : best).stream().map(NamedMember::member).toList()));
  }

  /**
   * Integer::toString is the static method, because both take an int; and no object is created for
   * a method where another one can be meant.
   */
  private static boolean yields(NamedMember member, List<NamedMember> others) {
    return others.stream()
        .anyMatch(
            other ->
                other.item().compareTo(member.item()) < 0
                    && (member.item() == NamedMember.Item.ARGUMENT_OF_ONE_OBJECTS_METHOD
                        || other.boxedItemType() == member.boxedItemType()));
  }

  private static String noCandidate(Class<?> owner, String name) {
    if (name.equals(NamedMember.NEW) && !NamedMember.canBeCreated(owner)) {
      return owner.getName()
          + " cannot be instantiated: it is "
          + (owner.isEnum()
              ? "an enum"
              : owner.isInterface()
                  ? "an interface"
                  : Modifier.isAbstract(owner.getModifiers()) ? "abstract" : "an inner class");
    }
    List<Executable> sameName =
        NamedMember.executables(owner)
            .filter(each -> NamedMember.nameOf(each).equals(name))
            .toList();
    if (sameName.stream().anyMatch(MethodSource::needsAnObject)) {
      return owner.getName()
          + "::"
          + name
          + " is not static, and "
          + owner.getSimpleName()
          + " has no constructor without parameters for an object to call it on; make the method"
          + " static, or write a lambda such as 'x -> new "
          + owner.getSimpleName()
          + "(…)."
          + name
          + "(x)'";
    }
    if (!sameName.isEmpty()) {
      return owner.getName() + "::" + name + " does not take one item:" + listed(sameName);
    }
    List<String> known =
        NamedMember.all(owner)
            .filter(each -> each.member().getDeclaringClass() != Object.class)
            .map(NamedMember::name)
            .distinct()
            .toList();
    return owner.getName()
        + " has no method "
        + name
        + Suggestion.to(name, known).map(meant -> "; did you mean " + meant + "?").orElse("")
        + (known.isEmpty()
            ? "; no other method takes one item"
            : "\nIts methods that take one item are " + String.join(", ", known));
  }

  private static boolean needsAnObject(Executable member) {
    return member instanceof Method method
        && !Modifier.isStatic(method.getModifiers())
        && method.getParameterCount() == 1
        && ItemConverter.to(method.getDeclaringClass()).isEmpty();
  }

  private static String listed(List<Executable> members) {
    return members.stream()
        .map(
            member ->
                "\n  "
                    + (Modifier.isStatic(member.getModifiers()) ? "static " : "")
                    + (member instanceof Method method
                        ? method.getReturnType().getSimpleName() + " "
                        : "")
                    + NamedMember.signatureOf(member))
        .collect(Collectors.joining());
  }
}
