package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;

/**
 * Which objects are written once and then referred to: all but those without an identity worth
 * keeping. Strings have none, so that a list of them costs no table.
 */
@SuppressWarnings("rawtypes") // Kryo's interface is.
final class References extends MapReferenceResolver {
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
      throw new Misread(
          "An object that is made by its constructor, like a record or an immutable collection,"
              + " is contained in itself",
          type.getName(),
          null);
    }
    return object;
  }
}
