package dev.procession.integration;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Limits how many classes of a package depend on each other in a circle. A nested class counts as
 * part of the class around it, and a permitted class as part of its sealed superclass.
 */
final class ClassCycles extends ArchCondition<JavaClass> {
  private final int limit;
  private final Map<JavaClass, Set<JavaClass>> dependencies = new HashMap<>();

  private ClassCycles(int limit) {
    super("depend on each other in circles of at most " + limit + " classes of a package");
    this.limit = limit;
  }

  static ArchCondition<JavaClass> ofAtMost(int limit) {
    return new ClassCycles(limit);
  }

  @Override
  public void init(Collection<JavaClass> classes) {
    for (JavaClass some : classes) {
      JavaClass user = whole(some);
      Set<JavaClass> used = dependencies.computeIfAbsent(user, key -> new HashSet<>());
      for (Dependency dependency : some.getDirectDependenciesFromSelf()) {
        JavaClass target = whole(dependency.getTargetClass());
        if (target.getPackageName().equals(some.getPackageName()) && !target.equals(user)) {
          used.add(target);
        }
      }
    }
  }

  /** The class that a class is part of. */
  private static JavaClass whole(JavaClass part) {
    JavaClass outermost = part.getEnclosingClass().map(ClassCycles::whole).orElse(part);
    return outermost
        .getRawSuperclass()
        .filter(above -> above.getPackageName().equals(part.getPackageName()))
        .filter(above -> above.reflect().isSealed())
        .map(ClassCycles::whole)
        .orElse(outermost);
  }

  /** Reports a circle at the first of its classes. */
  @Override
  public void check(JavaClass some, ConditionEvents events) {
    Set<String> circle = new TreeSet<>();
    Set<JavaClass> reached = reachableFrom(some);
    for (JavaClass other : reached) {
      if (reachableFrom(other).contains(some)) {
        circle.add(other.getSimpleName());
      }
    }
    if (circle.size() > limit && some.getSimpleName().equals(circle.iterator().next())) {
      events.add(
          SimpleConditionEvent.violated(
              some,
              "%s: %d classes depend on each other: %s"
                  .formatted(some.getPackageName(), circle.size(), String.join(", ", circle))));
    }
  }

  private Set<JavaClass> reachableFrom(JavaClass start) {
    Set<JavaClass> reached = new HashSet<>();
    reach(start, reached);
    return reached;
  }

  private void reach(JavaClass from, Set<JavaClass> reached) {
    for (JavaClass next : dependencies.getOrDefault(from, Set.of())) {
      if (reached.add(next)) {
        reach(next, reached);
      }
    }
  }
}
