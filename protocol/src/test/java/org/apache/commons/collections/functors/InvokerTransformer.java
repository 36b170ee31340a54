package org.apache.commons.collections.functors;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the name of the best known gadget, and tells when it is made or read. */
public final class InvokerTransformer implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How often one was read. */
  public static final AtomicInteger READ = new AtomicInteger();

  /** Makes one. */
  public InvokerTransformer() {}

  @Serial
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    READ.incrementAndGet();
    in.defaultReadObject();
  }
}
