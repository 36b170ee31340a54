package dev.procession.protocol.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets tests of other packages have the zoo of the codec's own tests. */
public final class Kinds {
  /**
   * An annotation is a proxy with a handler of the JDK's, which a result must not choose; the
   * entries of a weak map go when nobody holds their keys, also on the way; and the set of many is
   * of an enum of the JDK's that has other constants in other versions.
   */
  private static final Set<String> STAY_AT_HOME =
      Set.of("annotation", "weak map", "enum set of many");

  private final List<Kind> kinds;

  /** Every kind of value that a result may have. */
  public Kinds() throws Exception {
    kinds = ZooTest.kinds().filter(kind -> !STAY_AT_HOME.contains(kind.name())).toList();
  }

  /** An example of each. */
  public List<Object> values() {
    return kinds.stream().map(Kind::value).collect(Collectors.toList());
  }

  /** The names of those in {@code arrived} that are not what was sent, each with what is wrong. */
  public List<String> spoiled(List<?> arrived) {
    if (arrived.size() != kinds.size()) {
      throw new AssertionError(arrived.size() + " values arrived of " + kinds.size());
    }
    List<String> spoiled = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      try {
        kinds.get(i).assertArrived(arrived.get(i));
      } catch (Exception | AssertionError e) {
        spoiled.add(kinds.get(i).name() + ": " + e);
      }
    }
    return spoiled;
  }

  /** An exception with a value in it. */
  public static Exception thrownWith(Object detail) {
    return new GraphKinds.Detailed(1, detail, new Error("cause"));
  }

  /** The value in such an exception; the exception where it is another. */
  public static Object detailOf(Throwable thrown) {
    return thrown instanceof GraphKinds.Detailed detailed ? detailed.detail : thrown;
  }

  /** Runs something on a thread with a stack for the deepest of the values. */
  public static void onDeepStack(Body body) throws Exception {
    DeepStack.run(body::run);
  }

  /** Something to run. */
  public interface Body {
    void run() throws Exception;
  }
}
