package dev.procession.process;

import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.Failure;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The ends of consecutive items of a job, as they arrive at its {@link ResultQueue}. */
public final class Segment {
  private final long firstIndex;
  private final int count;
  private final Optional<Answers> answers;
  private final int answersFrom;
  private final Optional<WorkerIdentity> worker;
  private final Optional<Failure> failure;
  private final Optional<EncodingException> notEncoded;

  private Segment(
      long firstIndex,
      int count,
      Optional<Answers> answers,
      int answersFrom,
      Optional<WorkerIdentity> worker,
      Optional<Failure> failure,
      Optional<EncodingException> notEncoded) {
    this.firstIndex = firstIndex;
    this.count = count;
    this.answers = answers;
    this.answersFrom = answersFrom;
    this.worker = worker;
    this.failure = failure;
    this.notEncoded = notEncoded;
  }

  /** Spares who adds it to a list one of the two copies that the JDK's own list makes then. */
  private static final class Elements extends AbstractList<@Nullable Object>
      implements RandomAccess {
    private final @Nullable Object[] elements;

    Elements(@Nullable Object[] elements) {
      this.elements = elements;
    }

    @Override
    public @Nullable Object get(int i) {
      return elements[i];
    }

    @Override
    public int size() {
      return elements.length;
    }

    @Override
    public @Nullable Object[] toArray() {
      return elements;
    }
  }

  static Segment answered(
      long firstIndex, int count, Answers answers, int answersFrom, WorkerIdentity worker) {
    return new Segment(
        firstIndex,
        count,
        Optional.of(answers),
        answersFrom,
        Optional.of(worker),
        Optional.empty(),
        Optional.empty());
  }

  static Segment failed(long firstIndex, int count, Optional<WorkerIdentity> at, Failure failure) {
    return new Segment(
        firstIndex, count, Optional.empty(), 0, at, Optional.of(failure), Optional.empty());
  }

  static Segment notEncoded(long index, EncodingException error) {
    return new Segment(
        index, 1, Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.of(error));
  }

  /** The index in the input of the first item. */
  public long firstIndex() {
    return firstIndex;
  }

  /** How many items. */
  public int count() {
    return count;
  }

  /** Which process answered. */
  public Optional<WorkerIdentity> worker() {
    return worker;
  }

  /** Why the items ended without an answer. */
  public Optional<Failure> failure() {
    return failure;
  }

  /** Why the item could not even be sent. */
  public Optional<EncodingException> notEncoded() {
    return notEncoded;
  }

  /**
   * What the worker answered to item {@code i}: the value itself, or an {@link Answer} that is no
   * value.
   */
  public @Nullable Object element(int i) {
    return answers.orElseThrow().elements()[answersFrom + i];
  }

  /** The values of all items, to be read only; only if none failed. */
  public List<@Nullable Object> values() {
    @Nullable Object[] elements = answers.orElseThrow().elements();
    return count == elements.length
        ? new Elements(elements)
        : Arrays.asList(Arrays.copyOfRange(elements, answersFrom, answersFrom + count));
  }

  /** Whether item {@code i} did not end with a value. */
  public boolean failed(int i) {
    return answers.isEmpty() || element(i) instanceof Answer;
  }

  /** How many of the items did not end with a value. */
  public int failures() {
    return answers.isEmpty() ? count : answers.get().failures(answersFrom, count);
  }

  /** A share of the bytes that the answers took on the wire, by the number of items. */
  long sizeBytes() {
    return answers.isEmpty()
        ? 0
        : answers.get().sizeBytes() * count / answers.get().elements().length;
  }
}
