package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProtocolException;
import java.util.Objects;

/** An encoder and a decoder whose name tables are kept in step, as a connection does it. */
public final class Trip {
  static final int MAX_ITEM_BYTES = 64 << 20;

  public final NameTable table = new NameTable();
  public final KnownNames known = new KnownNames();
  public final ItemEncoder encoder;
  public final ItemDecoder decoder;

  public Trip() {
    this(MAX_ITEM_BYTES, Trip.class.getClassLoader());
  }

  public Trip(int maxItemBytes, ClassLoader readersLoader) {
    encoder = new ItemEncoder(table, maxItemBytes);
    decoder = new ItemDecoder(known, readersLoader);
  }

  public EncodedItems send() throws ProtocolException {
    EncodedItems items = encoder.take();
    int sent = known.size();
    if (items.namesNeeded() > sent) {
      known.add(sent, table.names(sent, items.namesNeeded()));
    }
    return items;
  }

  /** The copy of a value that is not null. */
  @SuppressWarnings("unchecked") // If it is of another class, the test fails anyway.
  public <T> T value(T value) throws EncodingException, DecodingException, ProtocolException {
    encoder.add(value);
    return (T) Objects.requireNonNull(decoder.decode(send(), 0));
  }

  public Answer answer(Answer answer) throws ProtocolException {
    encoder.addAnswer(answer);
    return decoder.decodeAnswer(send(), 0);
  }

  public Throwable thrown(Throwable error) throws ProtocolException {
    return ((Answer.Threw) answer(new Answer.Threw(error))).error();
  }
}
