package dev.procession.protocol.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;

/** Graphs that lie about what they have, mean nothing, or take much more than they are. */
final class GraphAttacks {
  private static final Class<?> OBJECTS = Object[].class;
  private static final int LEVELS = 60;
  private static final int MANY = 200_000;

  private GraphAttacks() {}

  static List<Attack> lengths() {
    return List.of(
        of(OBJECTS).number(Integer.MAX_VALUE).attack("array of 2^31-1"),
        of(OBJECTS).number(-5).attack("array of less than nothing"),
        of(ArrayList.class).number(1 << 30).attack("list of 2^30"),
        of(HashMap.class).number(1 << 30).attack("map of 2^30"),
        of(String[].class).number(Integer.MAX_VALUE).attack("2^31-1 texts"),
        of(byte[].class).number(Integer.MAX_VALUE).attack("2^31-1 bytes"),
        of(boolean[].class).number(Integer.MAX_VALUE).attack("2^31-1 booleans"),
        of(char[].class).number(Integer.MAX_VALUE).attack("2^31-1 characters"),
        of(short[].class).number(Integer.MAX_VALUE).attack("2^31-1 shorts"),
        of(int[].class).number(1 << 30).attack("2^30 ints"),
        of(float[].class).number(1 << 30).attack("2^30 floats"),
        of(long[].class).number(1 << 29).attack("2^29 longs"),
        of(double[].class).number(1 << 29).attack("2^29 doubles"),
        of(boolean[][].class).number(1 << 30).attack("2^30 arrays"),
        of(BitSet.class).number(1 << 30).attack("2^36 bits"),
        of(BigInteger.class).number(1 << 30).attack("number of 2^33 bits"),
        of(ByteBuffer.class).number(Integer.MAX_VALUE).attack("buffer of 2^31-1 bytes"),
        new Forge(Tag.STRING).number(-1).attack("text of 2^31 characters"),
        nestedLies());
  }

  private static Forge of(Class<?> type) {
    return Forge.graph().object(type);
  }

  private static Attack nestedLies() {
    int bytes = 40_000;
    Forge forge = Forge.graph();
    for (int left = bytes; left > 500; left -= 5) {
      forge.object(OBJECTS).number(left - 500);
    }
    return forge.bytes(new byte[bytes]).attack("all arrays claim the same bytes");
  }

  static List<Attack> nonsense() {
    Class<?> immutable = List.of(1).getClass();
    Forge buffer = of(ByteBuffer.class).counted(new byte[4]).number(7).number(3);
    return List.of(
        buffer.bytes(new byte[3]).attack("buffer past its limit"),
        of(OBJECTS).number(1).reference(OBJECTS, 77).attack("reference to nothing"),
        of(OBJECTS).number(1).reference(OBJECTS, 1 << 30).attack("far reference"),
        of(immutable).number(1).reference(immutable, 0).attack("immutable list in itself"),
        Forge.graph().number(95).bytes((byte) 1).attack("built-in class that is not"),
        Forge.graph().number(101).bytes((byte) 1).attack("name that was never sent"),
        Forge.graph().plain(TimeUnit.class).number(99).attack("enum constant that is not"),
        of(EnumSet.class).number(1).number(1).number(0).attack("set of no enum"),
        of(Collections.singleton(1).getClass()).number(0).attack("singleton of none"),
        new Forge((byte) 99).attack("kind of value that is not"),
        new Forge(Tag.INT).bytes(new byte[50]).attack("bytes left over"),
        new Forge(Tag.LONG).bytes(new byte[0]).attack("number without bytes"),
        new Forge(Tag.INTS).bytes(new byte[3]).attack("three quarters of a number"));
  }

  static List<Attack> explosions() {
    Class<?> pair = UserKinds.Pair.class;
    return List.of(
        doublingLists(of(HashSet.class).number(1)).attack("lists in a set"),
        doublingLists(of(HashMap.class).number(1)).number(0).attack("lists as a key"),
        doubling(of(HashSet.class).number(1), pair).attack("pairs in a set"),
        setsOfSets(),
        manyTimes(),
        of(HashSet.class)
            .number(1)
            .object(ArrayList.class)
            .number(1)
            .reference(ArrayList.class, 1)
            .attack("list in itself in a set"),
        deep(OBJECTS, 1).attack("a million arrays in each other"),
        deep(ArrayList.class, 1).attack("a million lists in each other"),
        eachWithEach(),
        sameHash(),
        longNumbers(),
        endlessCopies());
  }

  private static Forge deep(Class<?> type, int size) {
    Forge forge = Forge.graph();
    for (int i = 0; i < 1_000_000; i++) {
      forge.object(type).number(size);
    }
    return forge.number(0);
  }

  /** Each list has the next one twice, so its hash code takes twice as long. */
  private static Forge doublingLists(Forge forge) {
    for (int i = 0; i < LEVELS; i++) {
      forge.object(ArrayList.class).number(2);
    }
    forge.value("a").value("b");
    for (int i = LEVELS; i > 1; i--) {
      forge.reference(ArrayList.class, i);
    }
    return forge;
  }

  /** The same with records of two components. */
  private static Forge doubling(Forge forge, Class<?> pair) {
    for (int i = 0; i < LEVELS; i++) {
      forge.object(pair);
    }
    forge.value("a").value("b");
    for (int i = LEVELS; i > 1; i--) {
      forge.reference(pair, i);
    }
    return forge;
  }

  /** Each set has both sets of the next level, and one of them a text besides. */
  private static Attack setsOfSets() {
    Forge forge = of(HashSet.class).number(2);
    level(forge, 1, LEVELS);
    return forge.attack("sets of sets");
  }

  private static void level(Forge forge, int number, int levels) {
    if (levels == 0) {
      forge.object(HashSet.class).number(1).value("a");
      forge.object(HashSet.class).number(1).value("b");
      return;
    }
    forge.object(HashSet.class).number(3);
    level(forge, number + 1, levels - 1);
    forge.value("x");
    forge.object(HashSet.class).number(2);
    forge.reference(HashSet.class, number + 1);
    forge.reference(HashSet.class, number + 2 * levels);
  }

  private static Attack manyTimes() {
    Forge forge = of(ArrayList.class).number(2).object(ArrayList.class).number(MANY);
    forge.bytes(new byte[MANY]).object(HashSet.class).number(MANY);
    for (int i = 0; i < MANY; i++) {
      forge.reference(ArrayList.class, 1);
    }
    return forge.attack("long list many times in a set");
  }

  private static Attack eachWithEach() {
    Forge forge = of(CopyOnWriteArraySet.class).number(MANY);
    for (int i = 0; i < MANY; i++) {
      forge.value(i);
    }
    return forge.attack("each is compared with each");
  }

  /** "Aa" and "BB" have the same hash code, and so have all texts of as many of them. */
  private static Attack sameHash() {
    int bits = 15;
    Forge forge = of(Hashtable.class).number(1 << bits);
    for (int i = 0; i < 1 << bits; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < bits; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      forge.value(key.toString()).value(0);
    }
    return forge.attack("keys of one hash code");
  }

  private static Attack longNumbers() {
    BigDecimal many = new BigDecimal(BigInteger.ONE.shiftLeft(1_000_000), 300_000);
    Forge forge = of(TreeSet.class).value(null).number(MANY).value(BigDecimal.ONE).value(many);
    for (int i = 2; i < MANY; i++) {
      forge.reference(BigDecimal.class, 2);
    }
    return forge.attack("long numbers of different scale");
  }

  private static Attack endlessCopies() {
    Class<?> copies = Collections.nCopies(1, 1).getClass();
    Class<?> wrapped = Collections.unmodifiableList(new ArrayList<>()).getClass();
    return of(HashSet.class)
        .number(2)
        .object(wrapped)
        .object(copies)
        .number(Integer.MAX_VALUE)
        .value("x")
        .object(copies)
        .number(Integer.MAX_VALUE)
        .value("x")
        .attack("2^31-1 copies");
  }

  /** A million bytes of empty collections, which is allowed. */
  static Attack empties(Class<?> type) {
    Forge forge = of(OBJECTS).number(MANY);
    for (int i = 0; i < MANY; i++) {
      forge.object(type).number(0);
    }
    return forge.attack(MANY + " times " + type.getName());
  }

  /** Failures that have nothing, where the stack has many frames. */
  static Attack deepFailures() {
    int failures = 10_000;
    Forge forge = Forge.graph();
    for (int i = 0; i < 500; i++) {
      forge.object(OBJECTS).number(1);
    }
    forge.object(OBJECTS).number(failures);
    byte[] nothing = {1, 0, 0, 1, 0, 0, 0, 0};
    for (int i = 0; i < failures; i++) {
      forge.object(Throwable.class).bytes(nothing);
    }
    return forge.attack(failures + " failures");
  }
}
