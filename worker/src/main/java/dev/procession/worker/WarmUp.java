package dev.procession.worker;

import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.ArrayList;
import java.util.List;

/** Loads the classes that encode and decode object graphs, while the worker is idle. */
final class WarmUp {
  private static final int MAX_ITEM_BYTES = 4096;

  private WarmUp() {}

  /** Sends a small object graph through the codec. */
  static void run() {
    NameTable names = new NameTable();
    ItemEncoder encoder = new ItemEncoder(names, MAX_ITEM_BYTES);
    KnownNames known = new KnownNames();
    try {
      encoder.add(new ArrayList<>(List.of("warm", 1)));
      known.add(0, names.names(0, names.size()));
      new ItemDecoder(known, WarmUp.class.getClassLoader()).decode(encoder.take(), 0);
    } catch (EncodingException | DecodingException | ProtocolException e) {
      throw new AssertionError("the codec cannot carry a list", e);
    }
  }
}
