package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import java.util.Arrays;

/**
 * Decides which objects are written once and then referred to: all except those whose identity is
 * irrelevant, such as strings, so that a list of strings needs no table.
 */
@SuppressWarnings("rawtypes") // As in Kryo's interface.
final class References extends MapReferenceResolver {
  private static final String SELF =
      "it contains itself, but like a record or an immutable collection it can be created only"
          + " after its contents";

  /** Owned by the graph's thread: the numbers of objects that are created after their contents. */
  private int[] unmade = new int[16];

  /** Owned by the graph's thread. */
  private int unmadeCount;

  /** Owned by the graph's thread: the last number assigned. */
  private int last;

  /** Used when a graph is read. */
  final Circles circles = new Circles();

  /** Called by the form of an object that is created after its contents. */
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

  @Override
  public int nextReadId(Class type) {
    last = super.nextReadId(type);
    return last;
  }

  int last() {
    return last;
  }

  /** Rejects the cases that {@link #getReadObject} would have to reject. */
  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    for (int i = 0; id >= 0 && i < unmadeCount; i++) {
      if (unmade[i] == id) {
        throw new CannotTravel(object, SELF, null);
      }
    }
    return id;
  }

  @Override
  public void reset() {
    super.reset();
    unmadeCount = 0;
    circles.reset();
  }

  @Override
  public boolean useReferences(Class type) {
    return type != String.class && super.useReferences(type);
  }

  /**
   * Rejects a reference to an object that has not been created yet, because it can be created only
   * after its contents; Kryo would return null.
   */
  @Override
  public Object getReadObject(Class type, int id) {
    Object object = id >= 0 && id < readObjects.size() ? readObjects.get(id) : null;
    if (object == null) {
      throw new BadBytes(SELF, type.getName(), null);
    }
    circles.met(id);
    return object;
  }
}
