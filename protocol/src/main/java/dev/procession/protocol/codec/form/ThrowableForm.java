package dev.procession.protocol.codec.form;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.serialization.FailureReader;
import dev.procession.protocol.codec.serialization.FailureWriter;
import dev.procession.protocol.codec.serialization.JavaForm;
import dev.procession.protocol.codec.trust.DecodingBudget;

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
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    Throwable error = (Throwable) object;
    if (!graph.mayNestJava() && mayShare(error)) {
      throw new JavaForm.WholeValue();
    }
    FailureWriter.write(error, graph, buffer);
  }

  /** Whether a throwable, or one reachable from it, has fields whose objects may be shared. */
  private static boolean mayShare(Throwable error) {
    Throwable at = error;
    for (int i = 0; at != null && i < FEW; i++) {
      if (HAS_OBJECTS.get(at.getClass()) || at.getSuppressed().length > 0) {
        return true;
      }
      at = ErrorText.causeOf(at).orElse(null);
    }
    return at != null;
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> type) {
    DecodingBudget budget = graph.decoding().budget();
    int before = budget.enterFromGraph(graph.getDepth());
    try {
      return FailureReader.read(graph.decoding(), graph.forms(), input);
    } finally {
      budget.leave(before);
    }
  }
}
