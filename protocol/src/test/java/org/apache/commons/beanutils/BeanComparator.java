package org.apache.commons.beanutils;

import java.io.Serializable;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the name of a gadget that calls methods of what it compares, and tells when it does. */
public final class BeanComparator implements Comparator<Object>, Serializable {
  private static final long serialVersionUID = 1L;

  /** How often one compared. */
  public static final AtomicInteger COMPARED = new AtomicInteger();

  /** Makes one. */
  public BeanComparator() {}

  @Override
  public int compare(Object left, Object right) {
    COMPARED.incrementAndGet();
    return left.equals(right) ? 0 : 1;
  }
}
