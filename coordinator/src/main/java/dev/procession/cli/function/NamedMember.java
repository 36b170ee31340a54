package dev.procession.cli.function;

import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.TypeNames;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A method or constructor that {@code Class::name} may mean.
 *
 * @param owner the class that was named
 * @param member the method or constructor
 * @param item where the item goes
 */
record NamedMember(Class<?> owner, Executable member, Item item) {
  /** The name of constructors in method references. */
  static final String NEW = "new";

  /** Where an item goes. What comes first is preferred among members that take the same type. */
  enum Item {
    /** It is the argument of a static method or a constructor. */
    ARGUMENT,
    /** It is the object whose method is called. */
    RECEIVER,
    /** It is the argument of a method of one object that each worker creates. */
    ARGUMENT_OF_ONE_OBJECTS_METHOD,
    /** Its columns are the arguments of a static method or a constructor. */
    ARGUMENTS
  }

  /** All members of that name that take one item. */
  static Stream<NamedMember> named(Class<?> owner, String name) {
    return all(owner).filter(each -> each.name().equals(name));
  }

  /** All members that take one item. */
  static Stream<NamedMember> all(Class<?> owner) {
    return executables(owner)
        .flatMap(
            member ->
                item(owner, member).map(item -> new NamedMember(owner, member, item)).stream());
  }

  /** All members that take an item as several columns, a parameter for each. */
  static Stream<NamedMember> allOfColumns(Class<?> owner) {
    return executables(owner)
        .filter(member -> member.getParameterCount() > 1)
        .filter(
            member -> member instanceof Constructor<?> || Modifier.isStatic(member.getModifiers()))
        .map(member -> new NamedMember(owner, member, Item.ARGUMENTS));
  }

  /** The accessible methods, including inherited ones, and constructors. */
  static Stream<Executable> executables(Class<?> owner) {
    Stream<Method> methods =
        Stream.concat(
                Stream.of(owner.getMethods()),
                Stream.of(owner.getDeclaredMethods())
                    .filter(method -> !Modifier.isPublic(method.getModifiers())))
            .filter(method -> !method.isBridge());
    Stream<Constructor<?>> constructors =
        canBeCreated(owner) ? Stream.of(owner.getDeclaredConstructors()) : Stream.empty();
    return Stream.<Executable>concat(methods, constructors)
        .filter(member -> !member.isSynthetic())
        .filter(AccessibleObject::trySetAccessible)
        .sorted(Comparator.comparing(NamedMember::signatureOf));
  }

  private static Optional<Item> item(Class<?> owner, Executable member) {
    boolean isMethod = member instanceof Method && !Modifier.isStatic(member.getModifiers());
    return switch (member.getParameterCount()) {
      case 0 -> isMethod ? Optional.of(Item.RECEIVER) : Optional.empty();
      case 1 ->
          !isMethod
              ? Optional.of(Item.ARGUMENT)
              : hasObjectOfItsOwn(owner) && !isOfEveryObject(member)
                  ? Optional.of(Item.ARGUMENT_OF_ONE_OBJECTS_METHOD)
                  : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isOfEveryObject(Executable member) {
    return member.getDeclaringClass() == Object.class || member.getName().equals("equals");
  }

  /** Not where items may be of the class: String::concat does not mean to begin with "". */
  private static boolean hasObjectOfItsOwn(Class<?> owner) {
    return canBeCreated(owner)
        && ItemConverter.to(owner).isEmpty()
        && Stream.of(owner.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
  }

  /** Whether a constructor's parameters are those that its source shows. */
  static boolean canBeCreated(Class<?> owner) {
    boolean isInner = owner.getEnclosingClass() != null && !Modifier.isStatic(owner.getModifiers());
    return !Modifier.isAbstract(owner.getModifiers()) && !owner.isEnum() && !isInner;
  }

  String name() {
    return nameOf(member);
  }

  String signature() {
    return signatureOf(member);
  }

  static String nameOf(Executable member) {
    return member instanceof Constructor<?> ? NEW : member.getName();
  }

  /** The name and the parameters of a member, which identify the overload. */
  static String signatureOf(Executable member) {
    StringBuilder parameters = new StringBuilder();
    for (Class<?> parameter : member.getParameterTypes()) {
      parameters.append(parameters.length() == 0 ? "" : ", ").append(parameter.getTypeName());
    }
    return nameOf(member) + "(" + parameters + ")";
  }

  /** The types of the columns that it takes; none where it takes the item as a whole. */
  Class<?>[] columnTypes() {
    return item == Item.ARGUMENTS ? member.getParameterTypes() : new Class<?>[0];
  }

  /** The type of the items that it takes. */
  Class<?> itemType() {
    return item == Item.RECEIVER ? owner : member.getParameterTypes()[0];
  }

  /** The type of the items that it takes, a class. */
  Class<?> boxedItemType() {
    return TypeNames.boxed(itemType());
  }

  /** The type of the items that it takes, with type arguments. */
  Type genericItemType() {
    return item == Item.RECEIVER ? owner : member.getGenericParameterTypes()[0];
  }

  boolean returnsNothing() {
    return member instanceof Method method && method.getReturnType() == void.class;
  }

  /**
   * How to call it, with the item as the only argument; creates the object whose method it is, if
   * that is not the item.
   *
   * @throws Throwable what the constructor throws
   */
  MethodHandle handle() throws Throwable {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle handle;
    if (member instanceof Constructor<?> constructor) {
      handle = lookup.unreflectConstructor(constructor);
    } else {
      handle = lookup.unreflect((Method) member);
    }
    if (item == Item.ARGUMENT_OF_ONE_OBJECTS_METHOD) {
      Constructor<?> constructor = owner.getDeclaredConstructor();
      constructor.setAccessible(true);
      handle = handle.bindTo(lookup.unreflectConstructor(constructor).invoke());
    }
    if (item == Item.ARGUMENTS) {
      handle = handle.asSpreader(Object[].class, member.getParameterCount());
    }
    return handle.asType(MethodType.methodType(Object.class, Object.class));
  }
}
