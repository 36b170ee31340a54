package dev.procession.protocol.codec;

/** The form of objects that cannot travel. It fails at the object, not at its class. */
final class Refused extends Form {
  private final String why;

  Refused(String why) {
    this.why = why;
  }

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    throw new Untransportable(object, why, null);
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> type) {
    throw new Misread(why, type.getName(), null);
  }
}
