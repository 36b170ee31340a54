package dev.procession.protocol.codec.graph;

import dev.procession.protocol.codec.trust.ClassTraits;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Objects in static final fields, which programs therefore compare by identity: Kotlin's {@code
 * object}, constants of classes with private constructors, sentinels.
 *
 * <p>They are found in the fields of their own class and its superclasses, and of classes whose
 * lambdas have been encoded or run; and in those of its interfaces that may hold it. If only its
 * source file can create instances of a class, the enclosing classes are searched as well, and the
 * other classes of that file, where a field's type is from there. For a plain object, which is
 * nothing but its identity, fields of other classes are searched if the code of one of these
 * classes uses them. Other classes are not searched, because that would initialize them.
 */
public final class Constants {
  /** Represents the class of each object of a class with constants. */
  public static final class Constant {
    private Constant() {}
  }

  /**
   * The field that holds an object.
   *
   * @param holder the name of a class
   * @param field the name of a static field of it
   */
  public record Place(String holder, String field) {}

  private record Found(WeakReference<Object> object, Place place) {}

  /** The field of Scala's objects, which was not final in earlier versions. */
  private static final String SCALA = "MODULE$";

  private static final ClassValue<List<Found>> OF =
      new ClassValue<>() {
        @Override
        protected List<Found> computeValue(Class<?> type) {
          return new CopyOnWriteArrayList<>();
        }
      };

  /** Guarded by itself: the classes whose fields have been searched or are being searched. */
  private static final Map<Class<?>, CompletableFuture<Boolean>> SCANNED = new WeakHashMap<>();

  /**
   * The time limit for searching a class while another thread is initializing some class, and may
   * be waiting for us; nearly all are initialized already.
   */
  private static final long PATIENCE_MILLIS = 500;

  /** The time limit while no other thread is: a machine may be slow, and so may an initializer. */
  private static final long LONG_PATIENCE_MILLIS = 30_000;

  private static final String SEARCHING = "procession-constants";

  /** Guarded by itself: classes whose lambdas will have run before anything is encoded. */
  private static final Set<Class<?>> LINKED = Collections.newSetFromMap(new WeakHashMap<>());

  /** Guarded by itself: classes whose code has not been looked at for constants that it uses. */
  private static final Set<Class<?>> USERS = Collections.newSetFromMap(new WeakHashMap<>());

  /** Guarded by {@link #USERS}: all that have been in there. */
  private static final Set<Class<?>> ALL_USERS = Collections.newSetFromMap(new WeakHashMap<>());

  private static final AtomicInteger VERSION = new AtomicInteger();

  private Constants() {}

  /** Changes when a class that was already queried may have more constants. */
  public static int version() {
    return VERSION.get();
  }

  /** Called with the class of a lambda that is encoded. */
  public static void known(Class<?> capturing) {
    scanUser(capturing);
  }

  /** Called with the class of a lambda that is about to run. */
  public static void linked(Class<?> capturing) {
    synchronized (LINKED) {
      if (LINKED.add(capturing)) {
        VERSION.incrementAndGet();
      }
    }
  }

  /** Whether some objects of a class are constants. */
  static boolean has(Class<?> type) {
    for (Class<?> c = type; c != null && !ClassTraits.isJdk(c); c = c.getSuperclass()) {
      scanUser(c);
      scanInterfaces(c, type);
    }
    if (isToldApartByIdentity(type)) {
      for (Class<?> c = type.getEnclosingClass(); c != null; c = c.getEnclosingClass()) {
        if (mayHold(c, type, field -> field != Object.class)) {
          scan(c);
        }
      }
      for (Class<?> member : nestOf(type)) {
        if (mayHold(member, type, field -> field.isNestmateOf(type))) {
          scan(member);
        }
      }
    }
    taken(LINKED).forEach(Constants::scanUser);
    return !OF.get(type).isEmpty();
  }

  private static void scanUser(Class<?> type) {
    synchronized (USERS) {
      if (ALL_USERS.add(type)) {
        USERS.add(type);
      }
    }
    scan(type);
  }

  private static void scanInterfaces(Class<?> implementing, Class<?> type) {
    for (Class<?> c : implementing.getInterfaces()) {
      if (!ClassTraits.isJdk(c)) {
        if (mayHold(c, type, field -> field != Object.class)) {
          scan(c);
        }
        scanInterfaces(c, type);
      }
    }
  }

  private static List<Class<?>> taken(Set<Class<?>> classes) {
    synchronized (classes) {
      List<Class<?>> taken = new ArrayList<>(classes);
      classes.clear();
      return taken;
    }
  }

  /** The field that holds a plain object, or null if none is found. */
  public static @Nullable Place placeOfPlain(Object object) {
    if (placeOf(object) == null) {
      taken(LINKED).forEach(Constants::scanUser);
      for (Class<?> user : taken(USERS)) {
        MentionedFields.holders(user).forEach(holder -> scanHolder(holder, user));
      }
    }
    return placeOf(object);
  }

  private static void scanHolder(String name, Class<?> user) {
    try {
      // The field may be inherited.
      scanWithSupertypes(Class.forName(name, false, user.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      // One that is lacking has no constants.
      return;
    }
  }

  private static void scanWithSupertypes(Class<?> holder) {
    for (Class<?> c = holder; c != null && !ClassTraits.isJdk(c); c = c.getSuperclass()) {
      if (mayHold(c, Object.class, field -> true)) {
        scan(c);
      }
      for (Class<?> inherited : c.getInterfaces()) {
        scanWithSupertypes(inherited);
      }
    }
  }

  /** The classes that can call a private constructor of a class. */
  private static Class<?>[] nestOf(Class<?> type) {
    try {
      return type.getNestMembers();
    } catch (LinkageError e) {
      // One that is lacking has no constants.
      return new Class<?>[] {type};
    }
  }

  /** Checked first, because searching the fields initializes their class. */
  private static boolean mayHold(
      Class<?> holder, Class<?> type, Predicate<Class<?>> isPossibleField) {
    for (Field field : holder.getDeclaredFields()) {
      if (isConstant(field)
          && isPossibleField.test(field.getType())
          && field.getType().isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  /** The field that holds an object, or null if it is not a constant. */
  public static @Nullable Place placeOf(Object object) {
    for (Found found : OF.get(object.getClass())) {
      if (found.object().get() == object) {
        return found.place();
      }
    }
    return null;
  }

  /**
   * The object in a field here, or null if the field holds no object of this class.
   *
   * @param holder the class at that place
   */
  public static @Nullable Object at(Class<?> holder, String name, Class<?> type) {
    try {
      scan(holder);
      Field field = holder.getDeclaredField(name);
      Object value = isConstant(field) && isScanned(holder) ? valueOf(field) : null;
      return value != null && value.getClass() == type ? value : null;
    } catch (NoSuchFieldException | LinkageError e) {
      return null;
    }
  }

  /**
   * Whether only its own source file can create instances of a class, and they have no equality of
   * their own.
   */
  public static boolean isToldApartByIdentity(Class<?> type) {
    if (ClassTraits.isJdk(type) || type.isRecord() || type.isHidden()) {
      return false;
    }
    // Synthetic ones, such as Kotlin's for companions, cannot be called from source code.
    List<Constructor<?>> own =
        Arrays.stream(type.getDeclaredConstructors()).filter(c -> !c.isSynthetic()).toList();
    if (!own.stream().allMatch(c -> Modifier.isPrivate(c.getModifiers()))) {
      return false;
    }
    // The constructor that a private class has without writing one is private, too.
    if (Modifier.isPrivate(type.getModifiers())
        && own.size() == 1
        && own.get(0).getParameterCount() == 0) {
      return false;
    }
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /**
   * Searches the fields of a class on a separate thread: reading a field of a class that another
   * thread is initializing blocks, and that thread may be waiting for us. Constants that are found
   * too late are used from then on.
   */
  private static void scan(Class<?> holder) {
    if (ClassTraits.isJdk(holder)) {
      return;
    }
    CompletableFuture<Boolean> end;
    synchronized (SCANNED) {
      end = SCANNED.get(holder);
      if (end == null) {
        end = new CompletableFuture<>();
        SCANNED.put(holder, end);
        startScan(holder, end);
      }
    }
    try {
      if (!hasEnded(end, PATIENCE_MILLIS)
          && (isAnyInitializer() || !hasEnded(end, LONG_PATIENCE_MILLIS))) {
        end.complete(false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasEnded(CompletableFuture<Boolean> search, long patienceMillis)
      throws InterruptedException {
    try {
      search.get(patienceMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether a static initializer runs that no search has started. */
  private static boolean isAnyInitializer() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> !thread.getKey().getName().equals(SEARCHING))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("<clinit>"));
  }

  private static boolean isScanned(Class<?> holder) {
    synchronized (SCANNED) {
      CompletableFuture<Boolean> end = SCANNED.get(holder);
      return end != null && end.getNow(false);
    }
  }

  private static void startScan(Class<?> holder, CompletableFuture<Boolean> end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                scanFields(holder);
              } finally {
                end.complete(true);
              }
            },
            SEARCHING);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      end.complete(false);
    }
  }

  private static void scanFields(Class<?> holder) {
    try {
      for (Field field : holder.getDeclaredFields()) {
        Object value = isConstant(field) ? valueOf(field) : null;
        if (value != null && isPossible(value.getClass())) {
          add(value, new Place(holder.getName(), field.getName()));
        }
      }
    } catch (LinkageError e) {
      // A class that cannot be searched has no constants.
      return;
    }
  }

  private static void add(Object value, Place place) {
    List<Found> known = OF.get(value.getClass());
    if (known.stream().noneMatch(found -> found.object().get() == value)) {
      known.add(new Found(new WeakReference<>(value), place));
      VERSION.incrementAndGet();
    }
  }

  private static boolean isConstant(Field field) {
    return Modifier.isStatic(field.getModifiers())
        && !field.getType().isPrimitive()
        && (Modifier.isFinal(field.getModifiers()) || field.getName().equals(SCALA));
  }

  private static @Nullable Object valueOf(Field field) {
    try {
      return field.trySetAccessible() ? field.get(null) : null;
    } catch (IllegalAccessException | LinkageError e) {
      return null;
    }
  }

  /**
   * Whether an object of a class may be replaced by one that is equal to it: plain objects, those
   * of classes that are compared by identity, and immutable ones.
   */
  private static boolean isPossible(Class<?> type) {
    if (type == Object.class) {
      return true;
    }
    return !ClassTraits.isJdk(type)
        && !type.isEnum()
        && !type.isArray()
        && !type.isHidden()
        && !Throwable.class.isAssignableFrom(type)
        && (isToldApartByIdentity(type) || cannotChange(type));
  }

  private static boolean cannotChange(Class<?> type) {
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && (!Modifier.isFinal(modifiers) || !ClassTraits.leadsNowhere(field.getType()))) {
          return false;
        }
      }
    }
    return true;
  }
}
