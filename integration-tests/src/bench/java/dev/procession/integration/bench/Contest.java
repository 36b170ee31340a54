package dev.procession.integration.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same work, done by us and by others, in one run: rounds are taken in turn, so that whatever
 * else the machine does, all meet it alike.
 *
 * @param title what it is about
 * @param length how many rounds
 * @param ours we
 * @param opponents the others
 */
record Contest(ContestTitle title, Length length, Entrant ours, List<Opponent> opponents) {
  /**
   * One of the others.
   *
   * @param entrant who
   * @param target which ratio is aimed at
   */
  record Opponent(Entrant entrant, Target target) {}

  /**
   * How many rounds each contender has.
   *
   * @param warmUps rounds that do not count
   * @param rounds those that do, at least 1
   */
  record Length(int warmUps, int rounds) {}

  /**
   * Holds the contest.
   *
   * @return one comparison for each opponent, in their order
   * @throws IOException if we fail; an opponent that fails is skipped
   * @throws UnavailableException if we are not there
   */
  List<Comparison> hold() throws IOException, InterruptedException, UnavailableException {
    List<Participant> others = new ArrayList<>();
    Samples samples = new Samples();
    try (Contender we = ours.opening().open()) {
      for (Opponent opponent : opponents) {
        others.add(Participant.of(opponent));
      }
      for (int i = 0; i < length.warmUps(); i++) {
        we.round();
        for (Participant other : others) {
          other.warmUp();
        }
      }
      for (int i = 0; i < length.rounds(); i++) {
        samples.add(we.round());
        for (Participant other : others) {
          other.round();
        }
      }
    } finally {
      for (Participant other : others) {
        other.leave();
      }
    }
    return others.stream().map(other -> other.comparedTo(title, samples)).toList();
  }
}
