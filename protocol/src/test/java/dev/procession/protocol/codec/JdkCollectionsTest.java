package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.AttributedString;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every collection that a public method of the JDK hands out arrives with its content and order,
 * whatever its class. They are found by calling the methods, so that those of later releases are
 * found, too.
 */
@SuppressWarnings({"JdkObsolete", "IdentityHashMapUsage"}) // Users have them.
class JdkCollectionsTest {
  /** How many calls lead from a collection that has a name to the last one that is tried. */
  private static final int MAX_CALLS = 3;

  private static final int FEWEST_CLASSES = 120;

  private final Trip trip = new Trip();

  /** Owned by the test's thread: one of each class, and how to get it. */
  private final Map<Class<?>, String> found = new LinkedHashMap<>();

  private final List<String> lost = new ArrayList<>();

  @Test
  void allArrive() throws Exception {
    Map<String, Object> level = new LinkedHashMap<>();
    seeds().forEach(seed -> level.put(seed.getClass().getSimpleName() + "#" + level.size(), seed));
    factories(new ArrayList<>(level.values())).forEach(level::putIfAbsent);
    collected().forEach(level::putIfAbsent);
    others().forEach(level::putIfAbsent);
    Map<String, Object> now = level;
    for (int calls = 0; calls <= MAX_CALLS && !now.isEmpty(); calls++) {
      Map<String, Object> next = new LinkedHashMap<>();
      now.forEach(
          (name, object) -> {
            if (found.putIfAbsent(object.getClass(), name) == null) {
              tryOut(name, object);
              next.putAll(handedOutBy(name, object));
            }
          });
      now = next;
    }
    System.out.println("The JDK hands out " + found.size() + " classes of collections");

    assertEquals("", String.join("\n", lost));
    assertTrue(found.size() >= FEWEST_CLASSES, () -> found.size() + " classes");
  }

  private void tryOut(String name, Object object) {
    try {
      boolean ordered = isInOrder(object);
      Object expected = content(object, ordered);
      Object arrived = content(trip.value(object), ordered);
      Object inField = content(trip.value(new Zoo.Plain(1, 2, null, object)).anything, ordered);
      Object amongJava =
          content(
              trip.value(new ArrayList<>(List.of(new Hooked.Tagged("x"), object))).get(1), ordered);
      if (!expected.equals(arrived) || !expected.equals(inField) || !expected.equals(amongJava)) {
        lost.add(name + " (" + object.getClass().getName() + "): " + expected + " -> " + arrived);
      }
    } catch (Exception | StackOverflowError e) {
      lost.add(name + " (" + object.getClass().getName() + "): " + e);
    }
  }

  /** What a collection has, in its order if that matters. */
  private static Object content(Object object, boolean ordered) {
    List<Object> content = new ArrayList<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> content.add(Arrays.asList(shown(key), shown(value))));
    } else if (object instanceof Map.Entry<?, ?> entry) {
      content.addAll(Arrays.asList(shown(entry.getKey()), shown(entry.getValue())));
    } else {
      ((Collection<?>) object).forEach(element -> content.add(shown(element)));
    }
    return ordered ? content : new HashSet<>(content);
  }

  /** Of the JDK's later sequenced maps all are in order; 17 does not know their type. */
  private static boolean isInOrder(Object object) {
    return object instanceof List
        || object instanceof SortedMap
        || object instanceof SortedSet
        || object instanceof LinkedHashMap
        || object instanceof LinkedHashSet
        || object instanceof java.util.Deque
        || publicTypes(object.getClass()).stream()
            .anyMatch(type -> type.getSimpleName().startsWith("Sequenced"));
  }

  private static Object shown(@Nullable Object object) {
    if (object instanceof Collection || object instanceof Map || object instanceof Map.Entry) {
      return content(object, false);
    } else if (object == null || object.getClass().isArray()) {
      return object == null ? "null" : "array";
    }
    return object;
  }

  private static List<Object> seeds() {
    List<String> elements = List.of("a", "b", "c");
    Map<String, String> pairs = new TreeMap<>(Map.of("a", "1", "b", "2", "c", "3"));
    EnumMap<TimeUnit, String> byUnit = new EnumMap<>(Map.of(TimeUnit.DAYS, "x"));
    Properties properties = new Properties();
    properties.putAll(pairs);
    Stack<String> stack = new Stack<>();
    stack.addAll(elements);
    Attributes attributes = new Attributes();
    attributes.putValue("Name", "x");
    return List.of(
        new ArrayList<>(elements),
        new LinkedList<>(elements),
        new Vector<>(elements),
        stack,
        new ArrayDeque<>(elements),
        new PriorityQueue<>(elements),
        new HashSet<>(elements),
        new LinkedHashSet<>(elements),
        new TreeSet<>(elements),
        EnumSet.of(TimeUnit.DAYS),
        EnumSet.allOf(Character.UnicodeScript.class),
        new CopyOnWriteArrayList<>(elements),
        new CopyOnWriteArraySet<>(elements),
        new ConcurrentSkipListSet<>(elements),
        new ConcurrentLinkedQueue<>(elements),
        new ConcurrentLinkedDeque<>(elements),
        new LinkedBlockingQueue<>(elements),
        new LinkedBlockingDeque<>(elements),
        new LinkedTransferQueue<>(elements),
        new HashMap<>(pairs),
        new LinkedHashMap<>(pairs),
        new TreeMap<>(pairs),
        new Hashtable<>(pairs),
        new WeakHashMap<>(pairs),
        new IdentityHashMap<>(pairs),
        new ConcurrentHashMap<>(pairs),
        new ConcurrentSkipListMap<>(pairs),
        byUnit,
        properties,
        attributes);
  }

  /** What the static methods of the interfaces and of the classes for collections give. */
  private static Map<String, Object> factories(List<Object> arguments) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (Class<?> type :
        List.of(Collections.class, Arrays.class, List.class, Set.class, Map.class)) {
      for (Method method : type.getMethods()) {
        if (Modifier.isStatic(method.getModifiers())) {
          for (Object argument : arguments) {
            call(method, null, argument).ifPresent(o -> made.put(name(method, argument), o));
          }
        }
      }
    }
    return made;
  }

  private static String name(Method method, Object argument) {
    return "%s.%s(%s…)"
        .formatted(
            method.getDeclaringClass().getSimpleName(),
            method.getName(),
            method.getParameterCount() == 0 ? "" : argument.getClass().getSimpleName());
  }

  private static Map<String, Object> handedOutBy(String name, Object object) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (Class<?> type : publicTypes(object.getClass())) {
      for (Method method : type.getMethods()) {
        if (!Modifier.isStatic(method.getModifiers()) && isView(method)) {
          call(method, object, "a")
              .ifPresent(o -> made.put(name + "." + method.getName() + "()", o));
        }
      }
    }
    Collection<?> elements = object instanceof Map<?, ?> m ? m.entrySet() : List.of();
    elements.stream().limit(1).forEach(entry -> made.put(name + "'s entry", entry));
    if (object instanceof Collection<?> c && !c.isEmpty()) {
      Object first = c.iterator().next();
      if (first instanceof Map.Entry || first instanceof Collection) {
        made.put(name + "'s first", first);
      }
    }
    return made;
  }

  private static boolean isView(Method method) {
    String name = method.getName();
    return !name.startsWith("poll") && !name.equals("clone");
  }

  private static Set<Class<?>> publicTypes(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> one : c.getInterfaces()) {
        all.addAll(publicTypes(one));
      }
      if (Modifier.isPublic(c.getModifiers())) {
        all.add(c);
      }
    }
    return all;
  }

  private static java.util.Optional<Object> call(
      Method method, @Nullable Object target, Object argument) {
    if (!isCollection(method.getReturnType())) {
      return java.util.Optional.empty();
    }
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Object chosen = argument(method.getParameterTypes()[i], i, argument);
      if (chosen == null) {
        return java.util.Optional.empty();
      }
      arguments[i] = chosen;
    }
    try {
      Object made = method.invoke(target, arguments);
      return java.util.Optional.ofNullable(made).filter(o -> isCollection(o.getClass()));
    } catch (InvocationTargetException | IllegalArgumentException | IllegalAccessException e) {
      // These arguments are none for this method.
      return java.util.Optional.empty();
    }
  }

  private static boolean isCollection(Class<?> type) {
    return Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || Map.Entry.class.isAssignableFrom(type);
  }

  private static @Nullable Object argument(Class<?> type, int i, Object first) {
    if (type == int.class) {
      return i;
    } else if (type == boolean.class) {
      return true;
    } else if (type == Class.class) {
      return String.class;
    } else if (type == Object[].class) {
      return new Object[] {"a", "b"};
    } else if (type == Comparator.class) {
      return Comparator.reverseOrder();
    } else if (type == IntFunction.class) {
      return null;
    } else if (type == Object.class || type == Comparable.class) {
      return i < 2 ? "a" : "c" + i;
    } else if (type.isInstance(first) && !(first instanceof String)) {
      return first;
    }
    return null;
  }

  private static Map<String, Object> collected() {
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("partitioningBy", strings().collect(Collectors.partitioningBy(s -> s.equals("a"))));
    made.put("groupingBy", strings().collect(Collectors.groupingBy(String::length)));
    made.put(
        "groupingByConcurrent", strings().collect(Collectors.groupingByConcurrent(String::length)));
    made.put("toList", strings().collect(Collectors.toList()));
    made.put("toSet", strings().collect(Collectors.toSet()));
    made.put("toUnmodifiableList", strings().collect(Collectors.toUnmodifiableList()));
    made.put("toUnmodifiableSet", strings().collect(Collectors.toUnmodifiableSet()));
    made.put("toMap", strings().collect(Collectors.toMap(s -> s, s -> s)));
    made.put("toUnmodifiableMap", strings().collect(Collectors.toUnmodifiableMap(s -> s, s -> s)));
    made.put("toConcurrentMap", strings().collect(Collectors.toConcurrentMap(s -> s, s -> s)));
    made.put("Stream.toList", strings().toList());
    made.put("Stream.toList of one", Stream.of("a").toList());
    made.put("Stream.toList with null", Stream.of("a", null).toList());
    made.put(
        "collectingAndThen",
        strings().collect(Collectors.collectingAndThen(Collectors.toList(), List::copyOf)));
    return made;
  }

  private static Stream<String> strings() {
    return Stream.of("a", "bb", "c");
  }

  /** Collections that are no results of collections. */
  private static Map<String, Object> others() throws Exception {
    Map<String, Object> made = new LinkedHashMap<>();
    Manifest manifest = new Manifest();
    manifest.getEntries().put("entry", new Attributes(manifest.getMainAttributes()));
    Path folder = Path.of("").toAbsolutePath();
    made.put("Charset.availableCharsets", Charset.availableCharsets());
    made.put("Charset.aliases", Charset.forName("UTF-8").aliases());
    made.put("System.getenv", System.getenv());
    made.put("System.getProperties", System.getProperties());
    made.put("stringPropertyNames", System.getProperties().stringPropertyNames());
    made.put("ProcessBuilder.environment", new ProcessBuilder("x").environment());
    made.put("ProcessBuilder.command", new ProcessBuilder("x", "y").command());
    made.put("Locale.getISOCountries", Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3));
    made.put(
        "Locale.getExtensionKeys", Locale.forLanguageTag("de-u-co-phonebk").getExtensionKeys());
    made.put(
        "Locale.getUnicodeLocaleKeys",
        Locale.forLanguageTag("de-u-co-phonebk").getUnicodeLocaleKeys());
    made.put("Locale.LanguageRange.parse", Locale.LanguageRange.parse("de,en;q=0.5"));
    made.put("ZoneId.getAvailableZoneIds", ZoneId.getAvailableZoneIds());
    made.put("Currency.getAvailableCurrencies", Currency.getAvailableCurrencies());
    made.put("Calendar.getAvailableCalendarTypes", Calendar.getAvailableCalendarTypes());
    made.put(
        "Calendar.getDisplayNames",
        Objects.requireNonNull(
            Calendar.getInstance(Locale.ENGLISH)
                .getDisplayNames(Calendar.MONTH, Calendar.ALL_STYLES, Locale.ENGLISH)));
    made.put("Period.getUnits", Period.ZERO.getUnits());
    made.put("Duration.getUnits", Duration.ZERO.getUnits());
    made.put("ZoneRules.getTransitions", ZoneId.of("Europe/Berlin").getRules().getTransitions());
    made.put(
        "ZoneRules.getValidOffsets",
        ZoneId.of("Europe/Berlin").getRules().getValidOffsets(java.time.LocalDateTime.MIN));
    made.put("Security.getAlgorithms", java.security.Security.getAlgorithms("MessageDigest"));
    made.put("Manifest.getEntries", manifest.getEntries());
    made.put("Attributes", manifest.getMainAttributes());
    made.put(
        "HttpHeaders.map",
        java.net.http.HttpHeaders.of(Map.of("a", List.of("b")), (a, b) -> true).map());
    made.put("supportedFileAttributeViews", FileSystems.getDefault().supportedFileAttributeViews());
    made.put("Files.readAttributes", Files.readAttributes(folder, "size,isDirectory"));
    made.put("PosixFilePermissions", PosixFilePermissions.fromString("rwxr-x---"));
    made.put(
        "AttributedString",
        new AttributedString("x", Map.of(java.awt.font.TextAttribute.SIZE, 1f))
            .getIterator()
            .getAttributes());
    made.put(
        "RuntimeMXBean.getSystemProperties",
        java.lang.management.ManagementFactory.getRuntimeMXBean().getSystemProperties());
    made.put(
        "ModuleDescriptor.packages",
        Objects.requireNonNull(Object.class.getModule().getDescriptor()).packages());
    made.put("Module.getPackages", Object.class.getModule().getPackages());
    return made;
  }

  /** Kept so that the types of views are named in one place, for those who look for one. */
  @Test
  void kindsOfViewsAreAmongWhatIsTried() {
    for (Class<?> type :
        List.of(NavigableMap.class, NavigableSet.class, SortedSet.class, Queue.class)) {
      assertTrue(
          seeds().stream().anyMatch(type::isInstance), () -> "nothing of type " + type.getName());
    }
  }
}
