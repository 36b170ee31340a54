package dev.procession.protocol.codec;

/** A throwable inside a graph, in the same form as one that a task threw. */
final class ThrowableForm extends Form {
  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    FailureWriter.write((Throwable) object, graph.encoding(), buffer);
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> type) {
    return FailureReader.read(graph.decoding(), input);
  }
}
