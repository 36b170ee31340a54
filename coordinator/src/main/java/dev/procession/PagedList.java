package dev.procession;

import dev.procession.protocol.TravelsAs;
import java.io.Serial;
import java.io.Serializable;
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

  private transient @Nullable Object[][] pages;
  private transient int size;

  /**
   * Makes an empty list.
   *
   * @param expected how many elements it will probably hold
   */
  PagedList(long expected) {
    pages = new Object[][] {new Object[(int) Math.min(PAGE, expected)]};
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  @SuppressWarnings("unchecked") // Only elements are put in.
  public E get(int index) {
    Objects.checkIndex(index, size);
    return (E) pages[index >> PAGE_BITS][index & IN_PAGE];
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
      System.arraycopy(elements, done, pages[to >> PAGE_BITS], to & IN_PAGE, count);
      done += count;
    }
    return elements.length > 0;
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
      System.arraycopy(pages[i], 0, array, done, count);
      done += count;
    }
    return array;
  }

  private void put(int index, @Nullable Object element) {
    pages[index >> PAGE_BITS][index & IN_PAGE] = element;
  }

  private void checkPosition(int index) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException("Index: " + index + ", Size: " + size);
    }
  }

  /** Moves the elements from a position on, to make room for more. */
  private void makeRoom(int index, int count) {
    modCount++;
    int needed = size + count;
    if (needed < 0) {
      throw new OutOfMemoryError("A list holds at most " + Integer.MAX_VALUE + " elements");
    }
    int first = pages[0].length;
    if (first < PAGE && first < needed) {
      pages[0] = Arrays.copyOf(pages[0], Math.min(PAGE, Math.max(needed, 2 * first)));
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
      @Nullable Object[] target = pages[(to + done) >> PAGE_BITS];
      System.arraycopy(pages[(from + done) >> PAGE_BITS], inFrom, target, inTo, part);
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
      @Nullable Object[] target = pages[lastTo >> PAGE_BITS];
      System.arraycopy(pages[lastFrom >> PAGE_BITS], inFrom, target, inTo, part);
      done += part;
    }
  }

  /** Releases the elements from a position on. */
  private void cut(int newSize) {
    modCount++;
    int pagesKept = pagesFor(newSize);
    Arrays.fill(pages, pagesKept, pagesFor(size), null);
    int inLast = newSize - ((pagesKept - 1) << PAGE_BITS);
    @Nullable Object[] last = pages[pagesKept - 1];
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
