package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.graph.Form;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicStampedReference;
import org.jspecify.annotations.Nullable;

/** JDK objects with a readable state from which they can be created. */
final class HolderForms {
  private HolderForms() {}

  static Form atomicReference() {
    return ValueForms.of(
        AtomicReference.class,
        (graph, buffer, reference) -> graph.writeClassAndObject(buffer, reference.get()),
        (graph, input, type) -> {
          AtomicReference<@Nullable Object> made = new AtomicReference<>();
          graph.reference(made);
          made.set(Form.readPart(graph, input, ".value"));
          return made;
        });
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  static Form stamped() {
    return ValueForms.of(
        AtomicStampedReference.class,
        (graph, buffer, reference) -> {
          buffer.writeInt(reference.getStamp());
          graph.writeClassAndObject(buffer, reference.getReference());
        },
        (graph, input, type) -> {
          int stamp = input.readInt();
          AtomicStampedReference made = new AtomicStampedReference(null, stamp);
          graph.reference(made);
          made.set(Form.readPart(graph, input, ".getReference()"), stamp);
          return made;
        });
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  static Form markable() {
    return ValueForms.of(
        AtomicMarkableReference.class,
        (graph, buffer, reference) -> {
          buffer.writeBoolean(reference.isMarked());
          graph.writeClassAndObject(buffer, reference.getReference());
        },
        (graph, input, type) -> {
          boolean marked = input.readBoolean();
          AtomicMarkableReference made = new AtomicMarkableReference(null, marked);
          graph.reference(made);
          made.set(Form.readPart(graph, input, ".getReference()"), marked);
          return made;
        });
  }

  static Form intStatistics() {
    return ValueForms.of(
        IntSummaryStatistics.class,
        (graph, buffer, s) -> {
          buffer.writeVarLong(s.getCount(), true);
          buffer.writeInt(s.getMin());
          buffer.writeInt(s.getMax());
          buffer.writeLong(s.getSum());
        },
        (graph, input, type) ->
            new IntSummaryStatistics(
                input.readVarLong(true), input.readInt(), input.readInt(), input.readLong()));
  }

  static Form longStatistics() {
    return ValueForms.of(
        LongSummaryStatistics.class,
        (graph, buffer, s) -> {
          buffer.writeVarLong(s.getCount(), true);
          buffer.writeLong(s.getMin());
          buffer.writeLong(s.getMax());
          buffer.writeLong(s.getSum());
        },
        (graph, input, type) ->
            new LongSummaryStatistics(
                input.readVarLong(true), input.readLong(), input.readLong(), input.readLong()));
  }

  /** The compensation of rounding errors restarts. */
  static Form doubleStatistics() {
    return ValueForms.of(
        DoubleSummaryStatistics.class,
        (graph, buffer, s) -> {
          buffer.writeVarLong(s.getCount(), true);
          buffer.writeDouble(s.getMin());
          buffer.writeDouble(s.getMax());
          buffer.writeDouble(s.getSum());
        },
        (graph, input, type) ->
            new DoubleSummaryStatistics(
                input.readVarLong(true),
                input.readDouble(),
                input.readDouble(),
                input.readDouble()));
  }
}
