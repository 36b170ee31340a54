package dev.procession;

import dev.procession.protocol.TravelsAs;
import dev.procession.protocol.codec.Answers;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list like {@link ArrayList}, whose elements are stored in many arrays instead of one.
 *
 * <p>The JVM's default collector, G1, puts a large array among the old objects as soon as it is
 * made, and from then on copies what it holds from one young collection to the next: also for lists
 * that nobody holds any more, until it has marked the whole heap. Maps of millions of small results
 * spent most of their time on that. Pages are young and die young.
 *
 * <p>Numbers that come as numbers stay so, page by page, until the list is changed in another way
 * than by adding results: each time one is read, it becomes an object, which mostly lives as long
 * as its reader looks at it.
 *
 * @param <E> the type of the elements
 */
@TravelsAs(ArrayList.class)
@SuppressWarnings("serial") // Another list is serialized instead, see writeReplace.
final class PagedList<E extends @Nullable Object> extends AbstractList<E>
    implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_BITS = 13;

  /**
   * How many elements a page holds; only the first may hold fewer. That is 32 or 64 KiB; G1 calls
   * large what takes half a region, which is 512 KiB or more.
   */
  static final int PAGE = 1 << PAGE_BITS;

  private static final int IN_PAGE = PAGE - 1;

  /** Each an array of objects, or of numbers, see {@link Answers#array}. */
  private transient @Nullable Object[] pages;

  private transient int size;

  /**
   * Makes an empty list.
   *
   * @param expected how many elements it will probably hold
   */
  PagedList(long expected) {
    pages = new Object[] {new Object[(int) Math.min(PAGE, expected)]};
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // Only elements are put in.
  public E get(int index) {
    Objects.checkIndex(index, size);
    return (E) Answers.element(pages[index >> PAGE_BITS], index & IN_PAGE);
  }

  @Override
  public E set(int index, E element) {
    E before = get(index);
    put(index, element);
    return before;
  }

  @Override
  public boolean add(E element) {
    makeRoom(size, 1);
    put(size - 1, element);
    return true;
  }

  @Override
  public void add(int index, E element) {
    checkPosition(index);
    makeRoom(index, 1);
    put(index, element);
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    return addAll(size, added);
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    checkPosition(index);
    @Nullable Object[] elements = added.toArray();
    makeRoom(index, elements.length);
    int done = 0;
    while (done < elements.length) {
      int to = index + done;
      int count = Math.min(elements.length - done, PAGE - (to & IN_PAGE));
      System.arraycopy(elements, done, objects(to >> PAGE_BITS), to & IN_PAGE, count);
      done += count;
    }
    return elements.length > 0;
  }

  /** Appends answers that are values. */
  void append(Answers answers, int from, int count) {
    int needed = sizeWith(count);
    int end = from + count;
    for (int next = from; next < end; ) {
      int to = size & IN_PAGE;
      int part = Math.min(end - next, PAGE - to);
      copy(answers.array(), next, pageFor(answers.array(), needed), to, part);
      next += part;
      size += part;
    }
    modCount++;
  }

  /** The page of the next element, with room for elements of the array. */
  private Object pageFor(Object array, int needed) {
    int number = size >> PAGE_BITS;
    int used = size & IN_PAGE;
    if (number == pages.length) {
      pages = Arrays.copyOf(pages, Math.max(pagesFor(needed), 2 * number));
    }
    Object page = pages[number];
    boolean isOfItsType = page != null && page.getClass() == array.getClass();
    int wanted = Math.min(PAGE, needed - (number << PAGE_BITS));
    if (used == 0 && !isOfItsType) {
      int length = page == null ? PAGE : Math.max(wanted, Array.getLength(page));
      page = Array.newInstance(array.getClass().componentType(), length);
    } else if (!isOfItsType && !(page instanceof Object[])) {
      page = objects(page, used);
    }
    int length = Array.getLength(page);
    if (length < wanted) {
      int longer = Math.min(PAGE, Math.max(wanted, 2 * length));
      Object shorter = page;
      page = Array.newInstance(shorter.getClass().componentType(), longer);
      System.arraycopy(shorter, 0, page, 0, used);
    }
    pages[number] = page;
    return page;
  }

  private static void copy(Object from, int start, Object to, int at, int count) {
    if (to instanceof Object[] objects && !(from instanceof Object[])) {
      for (int i = 0; i < count; i++) {
        objects[at + i] = Answers.element(from, start + i);
      }
    } else {
      System.arraycopy(from, start, to, at, count);
    }
  }

  private static @Nullable Object[] objects(Object page, int used) {
    @Nullable Object[] objects = new @Nullable Object[PAGE];
    copy(page, 0, objects, 0, used);
    return objects;
  }

  /** A page as an array of objects, which it is from then on. */
  private @Nullable Object[] objects(int page) {
    if (!(pages[page] instanceof Object[])) {
      pages[page] =
          objects(pages[page], Math.min(Array.getLength(pages[page]), size - (page << PAGE_BITS)));
    }
    return (Object[]) pages[page];
  }

  @Override
  public E remove(int index) {
    E removed = get(index);
    removeRange(index, index + 1);
    return removed;
  }

  @Override
  protected void removeRange(int from, int to) {
    move(to, from, size - to);
    cut(size - (to - from));
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    Objects.requireNonNull(removed);
    return removeIf(removed::contains);
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    Objects.requireNonNull(retained);
    return removeIf(element -> !retained.contains(element));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter);
    int modifications = modCount;
    int end = size;
    BitSet removed = new BitSet(end);
    for (int i = 0; i < end; i++) {
      removed.set(i, filter.test(get(i)));
    }
    if (modCount != modifications) {
      throw new ConcurrentModificationException();
    }
    if (removed.isEmpty()) {
      return false;
    }
    int kept = 0;
    for (int i = removed.nextClearBit(0); i < end; i = removed.nextClearBit(i + 1)) {
      put(kept++, get(i));
    }
    cut(kept);
    return true;
  }

  @Override
  public @Nullable Object[] toArray() {
    return copyInto(new Object[size]);
  }

  @Override
  @SuppressWarnings("NullAway") // What is behind the elements is null, as in every collection.
  public <T> T[] toArray(T[] array) {
    T[] filled = copyInto(array.length < size ? Arrays.copyOf(array, size) : array);
    if (filled.length > size) {
      filled[size] = null;
    }
    return filled;
  }

  private <T extends @Nullable Object> T[] copyInto(T[] array) {
    int done = 0;
    for (int i = 0; done < size; i++) {
      int count = Math.min(PAGE, size - done);
      copy(pages[i], 0, array, done, count);
      done += count;
    }
    return array;
  }

  private void put(int index, @Nullable Object element) {
    objects(index >> PAGE_BITS)[index & IN_PAGE] = element;
  }

  private void checkPosition(int index) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException("Index: " + index + ", Size: " + size);
    }
  }

  /** Moves the elements from a position on, to make room for more. */
  private void makeRoom(int index, int count) {
    modCount++;
    int needed = sizeWith(count);
    @Nullable Object[] first = objects(0);
    if (first.length < PAGE && first.length < needed) {
      pages[0] = Arrays.copyOf(first, Math.min(PAGE, Math.max(needed, 2 * first.length)));
    }
    int pagesNeeded = pagesFor(needed);
    if (pages.length < pagesNeeded) {
      pages = Arrays.copyOf(pages, Math.max(pagesNeeded, 2 * pages.length));
    }
    for (int i = pagesFor(size); i < pagesNeeded; i++) {
      pages[i] = new Object[PAGE];
    }
    move(index, index + count, size - index);
    size = needed;
  }

  private int sizeWith(int more) {
    if (size + more < 0) {
      throw new OutOfMemoryError("A list holds at most " + Integer.MAX_VALUE + " elements");
    }
    return size + more;
  }

  private void move(int from, int to, int count) {
    if (from > to) {
      moveDown(from, to, count);
    } else {
      moveUp(from + count, to + count, count);
    }
  }

  private void moveDown(int from, int to, int count) {
    int done = 0;
    while (done < count) {
      int inFrom = (from + done) & IN_PAGE;
      int inTo = (to + done) & IN_PAGE;
      int part = Math.min(count - done, PAGE - Math.max(inFrom, inTo));
      @Nullable Object[] target = objects((to + done) >> PAGE_BITS);
      System.arraycopy(objects((from + done) >> PAGE_BITS), inFrom, target, inTo, part);
      done += part;
    }
  }

  /** The same in reverse order. */
  private void moveUp(int fromEnd, int toEnd, int count) {
    int done = 0;
    while (done < count) {
      int lastFrom = fromEnd - done - 1;
      int lastTo = toEnd - done - 1;
      int part = Math.min(count - done, 1 + Math.min(lastFrom & IN_PAGE, lastTo & IN_PAGE));
      int inFrom = (lastFrom & IN_PAGE) + 1 - part;
      int inTo = (lastTo & IN_PAGE) + 1 - part;
      @Nullable Object[] target = objects(lastTo >> PAGE_BITS);
      System.arraycopy(objects(lastFrom >> PAGE_BITS), inFrom, target, inTo, part);
      done += part;
    }
  }

  /** Releases the elements from a position on. */
  private void cut(int newSize) {
    modCount++;
    int pagesKept = pagesFor(newSize);
    Arrays.fill(pages, pagesKept, pagesFor(size), null);
    int inLast = newSize - ((pagesKept - 1) << PAGE_BITS);
    @Nullable Object[] last = objects(pagesKept - 1);
    Arrays.fill(last, inLast, last.length, null);
    size = newSize;
  }

  /** The first page always exists. */
  private static int pagesFor(int elements) {
    return Math.max(1, (elements + IN_PAGE) >>> PAGE_BITS);
  }

  @Serial
  private Object writeReplace() {
    return new ArrayList<>(this);
  }
}
