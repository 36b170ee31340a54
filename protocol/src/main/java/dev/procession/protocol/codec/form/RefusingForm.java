package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;

/** The form of objects that cannot be sent. It fails at the object, not at its class. */
final class RefusingForm extends Form {
  private final String why;

  RefusingForm(String why) {
    this.why = why;
  }

  @Override
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    throw new CannotTravel(object, why, null);
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> type) {
    throw new BadBytes(why, type.getName(), null);
  }
}
