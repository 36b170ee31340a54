package dev.procession.protocol.codec;

/** A throwable inside a graph, in the same form as one that a task threw. */
final class ThrowableForm extends Form {
  private static final int FEW = 10;

  private static final ClassValue<Boolean> HAS_OBJECTS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return ObjectFields.fieldsOf(type).stream()
              .anyMatch(f -> !f.getType().isPrimitive() && f.getType() != String.class);
        }
      };

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    Throwable error = (Throwable) object;
    if (!graph.mayNestJava() && mayShare(error)) {
      throw new JavaForm.WholeValue();
    }
    FailureWriter.write(error, graph, buffer);
  }

  /** Whether a throwable, or one that it leads to, has fields that others may have too. */
  private static boolean mayShare(Throwable error) {
    Throwable at = error;
    for (int i = 0; at != null && i < FEW; i++) {
      if (HAS_OBJECTS.get(at.getClass()) || at.getSuppressed().length > 0) {
        return true;
      }
      at = at.getCause();
    }
    return at != null;
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> type) {
    Budget budget = graph.decoding().budget();
    int before = budget.enterFromGraph(graph.getDepth());
    try {
      return FailureReader.read(graph.decoding(), input);
    } finally {
      budget.leave(before);
    }
  }
}
