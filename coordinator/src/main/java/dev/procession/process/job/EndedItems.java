package dev.procession.process.job;

import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.Answers;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How consecutive items of a job ended, as they arrive at its {@link ResultQueue}. */
public sealed interface EndedItems {
  /** The index in the input of the first item. */
  long firstIndex();

  /** The number of items. */
  int count();

  /** The number of items that did not end with a value. */
  int failures();

  /** The encoded length of the answers. */
  long sizeBytes();

  /**
   * A worker answered each item, with a value or with something else.
   *
   * @param answers the answers to these items, and possibly to others
   * @param answersFrom the position of the answer to the first item in it
   * @param worker the process that answered
   */
  record Answered(
      long firstIndex, int count, Answers answers, int answersFrom, WorkerIdentity worker)
      implements EndedItems {
    /** The answer to item {@code i}: the value itself, or an {@link Answer} that is not a value. */
    public @Nullable Object element(int i) {
      return answers.element(answersFrom + i);
    }

    /** Whether item {@code i} did not end with a value. */
    public boolean failed(int i) {
      return element(i) instanceof Answer;
    }

    @Override
    public int failures() {
      return answers.failures(answersFrom, count);
    }

    /** The share of the encoded length of all answers, by the number of items. */
    @Override
    public long sizeBytes() {
      return answers.sizeBytes() * count / answers.count();
    }
  }

  /**
   * No worker answered.
   *
   * @param worker the process that ran the items, if they were running
   * @param failure why
   */
  record Failed(long firstIndex, int count, Optional<WorkerIdentity> worker, Failure failure)
      implements EndedItems {
    @Override
    public int failures() {
      return count;
    }

    @Override
    public long sizeBytes() {
      return 0;
    }
  }

  /**
   * One item could not be sent.
   *
   * @param error why
   */
  record NotSent(long firstIndex, EncodingException error) implements EndedItems {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public int failures() {
      return 1;
    }

    @Override
    public long sizeBytes() {
      return 0;
    }
  }
}
