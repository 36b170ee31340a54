package dev.procession.integration.bench;

import java.io.IOException;
import java.util.Optional;

/** An opponent while a contest is on; it may drop out, which ends nobody else's part. */
final class Participant {
  private final Contest.Opponent opponent;
  private final Samples samples = new Samples();

  /** Owned by the contest's thread; empty from when it dropped out. */
  private Optional<Contender> contender = Optional.empty();

  /** Owned by the contest's thread; there from when it dropped out, or never came. */
  private Optional<String> reason = Optional.empty();

  private Participant(Contest.Opponent opponent) {
    this.opponent = opponent;
  }

  static Participant of(Contest.Opponent opponent) throws InterruptedException {
    Participant participant = new Participant(opponent);
    try {
      participant.contender = Optional.of(opponent.entrant().opening().open());
    } catch (UnavailableException | IOException e) {
      participant.reason = Optional.of(String.valueOf(e.getMessage()));
    }
    return participant;
  }

  void warmUp() throws InterruptedException {
    figure();
  }

  void round() throws InterruptedException {
    figure().ifPresent(samples::add);
  }

  private Optional<Double> figure() throws InterruptedException {
    if (contender.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(contender.get().round());
    } catch (IOException e) {
      reason = Optional.of(String.valueOf(e.getMessage()));
      leave();
      return Optional.empty();
    }
  }

  void leave() {
    Optional<Contender> leaving = contender;
    contender = Optional.empty();
    if (leaving.isPresent()) {
      try {
        leaving.get().close();
      } catch (IOException e) {
        // Its figures are here already, or what went wrong is known.
      }
    }
  }

  Comparison comparedTo(ContestTitle title, Samples ours) {
    Comparison.Theirs theirs =
        reason.isPresent()
            ? new Comparison.Skipped(reason.get())
            : new Comparison.Measured(samples);
    return new Comparison(title, ours, opponent.entrant().name(), theirs, opponent.target());
  }
}
