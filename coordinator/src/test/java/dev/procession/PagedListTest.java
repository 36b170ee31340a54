package dev.procession;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.codec.Answers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list in pages, held against the JDK's own in one piece. */
class PagedListTest {
  private static final int PAGE = PagedList.PAGE;

  private final List<Integer> expected = new ArrayList<>();
  private List<Integer> list = new PagedList<>(0);

  private void fill(int size) {
    list = new PagedList<>(size);
    IntStream.range(0, size).forEach(list::add);
    expected.clear();
    IntStream.range(0, size).forEach(expected::add);
    check();
  }

  private void check() {
    assertEquals(expected.size(), list.size());
    assertArrayEquals(expected.toArray(), list.toArray());
    assertEquals(expected, list);
    assertEquals(expected.hashCode(), list.hashCode());
  }

  private static List<Integer> numbers(int size) {
    return IntStream.range(1_000_000, 1_000_000 + size).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 5})
  void takesOutAndPutsInAtEveryKindOfPosition(int size) {
    fill(size);
    for (int at : new int[] {0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, size - 1, size}) {
      if (at >= 0 && at <= expected.size()) {
        expected.add(at, -1);
        list.add(at, -1);
        check();
        expected.addAll(at, numbers(PAGE + 3));
        assertTrue(list.addAll(at, numbers(PAGE + 3)));
        check();
        expected.subList(at, at + PAGE).clear();
        list.subList(at, at + PAGE).clear();
        check();
        assertEquals(expected.remove(at), list.remove(at));
        check();
      }
    }
    list.clear();
    expected.clear();
    check();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void doesAtRandomWhatTheOtherDoes(long seed) {
    Random random = new Random(seed);
    fill(random.nextInt(3 * PAGE));
    for (int i = 0; i < 400; i++) {
      changeBoth(random);
      assertEquals(expected.size(), list.size());
    }
    check();
  }

  private void changeBoth(Random random) {
    int at = random.nextInt(expected.size() + 1);
    int end = at + random.nextInt(Math.min(3000, expected.size() - at + 1));
    switch (random.nextInt(7)) {
      case 0 -> {
        List<Integer> added = numbers(end - at);
        assertEquals(expected.addAll(at, added), list.addAll(at, added));
      }
      case 1 -> {
        expected.add(at, end);
        list.add(at, end);
      }
      case 2 -> {
        expected.subList(at, end).clear();
        list.subList(at, end).clear();
      }
      case 3 -> {
        if (at < expected.size()) {
          assertEquals(expected.remove(at), list.remove(at));
        }
      }
      case 4 -> {
        int[] added = random.ints(end - at).toArray();
        Arrays.stream(added).forEach(expected::add);
        ((PagedList<Integer>) list).append(new Answers(added, added.length, 1), 0, added.length);
      }
      case 5 -> {
        if (at < expected.size()) {
          assertEquals(expected.set(at, end), list.set(at, end));
        }
      }
      default -> {
        int divisor = 2 + random.nextInt(9);
        assertEquals(
            expected.removeIf(n -> n % divisor == 1), list.removeIf(n -> n % divisor == 1));
      }
    }
  }

  @Test
  void sortsReplacesAndKeepsWhatItShould() {
    fill(2 * PAGE + 1);
    Collections.shuffle(expected, new Random(1));
    Collections.shuffle(list, new Random(1));
    check();
    expected.sort(Comparator.reverseOrder());
    list.sort(Comparator.reverseOrder());
    check();
    expected.replaceAll(n -> n / 3);
    list.replaceAll(n -> n / 3);
    check();
    assertEquals(expected.removeAll(numbers(5)), list.removeAll(numbers(5)));
    assertEquals(expected.retainAll(List.of(7, 9)), list.retainAll(List.of(7, 9)));
    check();
  }

  @Test
  void lineOfAllElementsIsOfTheTypeAskedFor() {
    fill(PAGE + 2);

    Integer[] small = list.toArray(new Integer[0]);
    Integer[] large = list.toArray(new Integer[PAGE + 5]);

    assertArrayEquals(expected.toArray(), small);
    assertEquals(PAGE + 1, large[PAGE + 1]);
    assertNull(large[PAGE + 2]);
    Collection<?> untyped = list;
    assertThrows(ArrayStoreException.class, () -> untyped.toArray(new String[0]));
  }

  @Test
  void refusesPositionsThatAreNone() {
    fill(3);
    for (int at : new int[] {-1, 4, PAGE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> list.get(at));
      assertThrows(IndexOutOfBoundsException.class, () -> list.set(at, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> list.remove(at));
      assertThrows(IndexOutOfBoundsException.class, () -> list.add(at, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> list.addAll(at, List.of(1)));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(3));
    check();
  }

  @Test
  void iteratorsSeeThatTheListChangedUnderThem() {
    fill(5);
    Iterator<Integer> added = list.iterator();
    list.add(1);
    assertThrows(ConcurrentModificationException.class, added::next);
    Iterator<Integer> removed = list.iterator();
    assertTrue(list.removeIf(n -> n == 1));
    assertThrows(ConcurrentModificationException.class, removed::next);
    assertThrows(ConcurrentModificationException.class, () -> list.removeIf(n -> list.add(n)));
  }

  @Test
  void predicateThatThrowsChangesNothing() {
    fill(PAGE + 1);
    assertThrows(ArithmeticException.class, () -> list.removeIf(n -> 1 / (PAGE - n) > 0));
    check();
    assertFalse(list.removeIf(n -> n < 0));
  }

  @Test
  void holdsNulls() {
    List<String> texts = new PagedList<>(1);
    texts.add(null);
    texts.add("x");

    assertEquals(1, texts.indexOf("x"));
    assertTrue(texts.contains(null));
    assertTrue(texts.remove(null));
    assertEquals(List.of("x"), texts);
  }

  @Test
  void isSerializedAsTheListThatEveryoneKnows() throws Exception {
    fill(PAGE + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(list);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object read = in.readObject();

      assertSame(ArrayList.class, assertInstanceOf(ArrayList.class, read).getClass());
      assertEquals(expected, read);
    }
  }

  private static Object array(int kind, int first, int count) {
    IntStream numbers = IntStream.range(first, first + count);
    return switch (kind) {
      case 0 -> numbers.toArray();
      case 1 -> numbers.mapToLong(n -> n + (1L << 40)).toArray();
      case 2 -> numbers.mapToDouble(n -> n / 3d).toArray();
      default -> numbers.mapToObj(n -> n % 5 == 0 ? null : "text " + n).toArray();
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void answersOfAnyTypeAreAppendedInWholeAndInPart(long seed) {
    Random random = new Random(seed);
    List<Object> all = new ArrayList<>();
    PagedList<Object> results = new PagedList<>(random.nextInt(20_000));
    for (int i = 0; i < 30; i++) {
      int count = 1 + random.nextInt(random.nextBoolean() ? 5 : 2 * PAGE);
      int from = random.nextInt(count);
      int kind = random.nextInt(10) < 6 ? 0 : random.nextInt(4);
      Answers answers = new Answers(array(kind, all.size(), count), count, 1);
      for (int at = from; at < count; at++) {
        all.add(answers.element(at));
      }
      results.append(answers, from, count - from);
    }
    assertEquals(all, results);
    assertArrayEquals(all.toArray(), results.toArray());

    List<Object> changed = random.nextBoolean() ? results : results.subList(0, results.size());
    int middle = all.size() / 2;
    all.remove(middle);
    changed.remove(middle);
    all.set(3, "other");
    changed.set(3, "other");
    all.removeIf(Integer.class::isInstance);
    changed.removeIf(Integer.class::isInstance);
    all.add("last");
    changed.add("last");
    assertEquals(all, results);
  }

  @Test
  void numbersAreNoObjectsUntilTheyAreRead() {
    PagedList<Integer> results = new PagedList<>(0);
    int[] many = IntStream.range(0, 3 * PAGE).toArray();
    results.append(new Answers(many, many.length, 1), 0, many.length);

    assertNotSame(results.get(5 * 1000), results.get(5 * 1000));
  }
}
