package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import java.util.Arrays;

/**
 * Which objects are written once and then referred to: all but those without an identity worth
 * keeping. Strings have none, so that a list of them costs no table.
 */
@SuppressWarnings("rawtypes") // Kryo's interface is.
final class References extends MapReferenceResolver {
  private static final String SELF =
      "it can only be made after all that it contains, like a record or an immutable collection,"
          + " and it contains itself";

  /** Owned by the graph's thread: the numbers of objects that are made after all they contain. */
  private int[] unmade = new int[16];

  /** Owned by the graph's thread. */
  private int unmadeCount;

  /** Owned by the graph's thread: the number that was given last. */
  private int last;

  /** To be called by the form of an object that is made after all that it contains. */
  void startUnmade() {
    if (unmadeCount == unmade.length) {
      unmade = Arrays.copyOf(unmade, unmadeCount * 2);
    }
    unmade[unmadeCount++] = last;
  }

  void endUnmade() {
    unmadeCount--;
  }

  @Override
  public int addWrittenObject(Object object) {
    last = super.addWrittenObject(object);
    return last;
  }

  /** Refuses what {@link #getReadObject} would have to refuse. */
  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    for (int i = 0; id >= 0 && i < unmadeCount; i++) {
      if (unmade[i] == id) {
        throw new Untransportable(object, SELF, null);
      }
    }
    return id;
  }

  @Override
  public void reset() {
    super.reset();
    unmadeCount = 0;
  }

  @Override
  public boolean useReferences(Class type) {
    return type != String.class && super.useReferences(type);
  }

  /**
   * Refuses what Kryo would answer with null: a reference to an object that is not yet made, since
   * it can only be made after all that it contains.
   */
  @Override
  public Object getReadObject(Class type, int id) {
    Object object = id >= 0 && id < readObjects.size() ? readObjects.get(id) : null;
    if (object == null) {
      throw new Misread(SELF, type.getName(), null);
    }
    return object;
  }
}
