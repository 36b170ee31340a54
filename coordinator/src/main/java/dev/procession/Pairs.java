package dev.procession;

import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Pairs the elements of two sources, up to the end of the shorter one. */
final class Pairs implements Iterator<@Nullable Object[]> {
  private final Iterator<?> as;
  private final Iterator<?> bs;

  /**
   * Two sources.
   *
   * @throws NullPointerException if one of them gives no iterator; the message names it
   */
  Pairs(Iterable<?> as, Iterable<?> bs) {
    this.as = Objects.requireNonNull(as.iterator(), "as.iterator() is null");
    this.bs = Objects.requireNonNull(bs.iterator(), "bs.iterator() is null");
  }

  static OptionalLong size(Iterable<?> as, Iterable<?> bs) {
    return as instanceof Collection<?> a && bs instanceof Collection<?> b
        ? OptionalLong.of(Math.min(a.size(), b.size()))
        : OptionalLong.empty();
  }

  @Override
  public boolean hasNext() {
    return as.hasNext() && bs.hasNext();
  }

  @Override
  public @Nullable Object[] next() {
    return new @Nullable Object[] {as.next(), bs.next()};
  }
}
