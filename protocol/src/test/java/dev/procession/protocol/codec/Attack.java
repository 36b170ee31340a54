package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.ProtocolException;
import java.util.List;

/**
 * Bytes that no encoder makes.
 *
 * @param name what they try
 * @param items they are the first of these
 * @param names what their numbers stand for
 */
record Attack(String name, EncodedItems items, List<String> names) {

  /** Somebody who reads them with care. */
  ItemDecoder decoder() throws ProtocolException {
    KnownNames known = new KnownNames();
    known.add(0, names);
    return ItemDecoder.ofResults(known, Attack.class.getClassLoader());
  }

  @Override
  public String toString() {
    return name;
  }
}
