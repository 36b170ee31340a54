package dev.procession.process.job;

import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.Answers;
import dev.procession.task.StandInException;
import java.util.BitSet;
import java.util.List;

/**
 * Which of the things that a task may throw are worth another attempt.
 *
 * @param types what is thrown is of one of these types
 */
public record RetryRule(List<Class<? extends Throwable>> types) {
  /** Nothing is. */
  public static final RetryRule NONE = new RetryRule(List.of());

  /** The answers that are failures worth another attempt, counted from 0. */
  public BitSet among(Answers answers) {
    BitSet worth = new BitSet(0);
    for (int i = answers.firstFailure(); i < answers.count() && !types.isEmpty(); i++) {
      if (answers.element(i) instanceof Answer.Threw threw && covers(threw.error())) {
        worth.set(i);
      }
    }
    return worth;
  }

  /** Whether another attempt is worth it after that was thrown. */
  public boolean covers(Throwable thrown) {
    return types.stream().anyMatch(type -> type.isInstance(thrown) || isStandIn(type, thrown));
  }

  /** Of a class that does not exist here, or could not be sent, only the name is known. */
  private static boolean isStandIn(Class<?> type, Throwable thrown) {
    return thrown instanceof StandInException standIn
        && type.getName().equals(standIn.originalClassName());
  }
}
