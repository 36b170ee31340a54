package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.integration.bench.Contest.Length;
import dev.procession.integration.bench.Contest.Opponent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ContestTest {
  private static final ContestTitle TITLE = new ContestTitle("P0", "nothing", Unit.MILLISECONDS);
  private static final Target TWICE = new Target.TimesAsFast(2);

  private final List<String> diary = new ArrayList<>();

  @Test
  void roundsAreTakenInTurnAndEveryoneIsClosed() throws Exception {
    FakeContender ours = new FakeContender("ours", diary, 1, 1);
    FakeContender other = new FakeContender("other", diary, 1, 1);

    contest(new Length(1, 1), ours, opponent(other)).hold();

    assertEquals(List.of("ours", "other", "ours", "other", "ours closed", "other closed"), diary);
  }

  @Test
  void warmUpsDoNotCount() throws Exception {
    FakeContender ours = new FakeContender("ours", diary, 900, 900, 1, 2, 3);
    FakeContender other = new FakeContender("other", diary, 900, 900, 4, 5, 6);

    List<Comparison> found = contest(new Length(2, 3), ours, opponent(other)).hold();

    assertEquals(OptionalDouble.of(2.5), found.get(0).ratio());
    assertEquals("yes", found.get(0).verdict());
  }

  @Test
  void opponentThatIsNotThereIsSkippedWithItsReason() throws Exception {
    FakeContender ours = new FakeContender("ours", diary, 1);
    FakeContender other = new FakeContender("other", diary, 1);
    Entrant missing =
        new Entrant(
            "missing",
            () -> {
              throw new UnavailableException("no snake");
            });

    List<Comparison> found =
        contest(new Length(0, 1), ours, new Opponent(missing, TWICE), opponent(other)).hold();

    assertEquals(OptionalDouble.empty(), found.get(0).ratio());
    assertEquals("skipped: no snake", found.get(0).verdict());
    assertEquals(OptionalDouble.of(1), found.get(1).ratio());
  }

  @Test
  void opponentThatBreaksDropsOutAndTheOthersGoOn() throws Exception {
    FakeContender ours = new FakeContender("ours", diary, 1, 1, 1);
    FakeContender breaking = new FakeContender("breaking", diary, 1);
    FakeContender other = new FakeContender("other", diary, 1, 1, 1);

    List<Comparison> found =
        contest(new Length(0, 3), ours, opponent(breaking), opponent(other)).hold();

    assertEquals("skipped: breaking broke", found.get(0).verdict());
    assertEquals(1, diary.stream().filter("breaking closed"::equals).count());
    assertEquals("no", found.get(1).verdict());
  }

  @Test
  void contestThatWeBreakIsNoContestAndLeavesNobody() {
    FakeContender ours = new FakeContender("ours", diary);
    FakeContender other = new FakeContender("other", diary, 1);

    assertThrows(IOException.class, () -> contest(new Length(0, 1), ours, opponent(other)).hold());

    assertEquals(List.of("ours", "ours closed", "other closed"), diary);
  }

  private static Contest contest(Length length, FakeContender ours, Opponent... opponents) {
    return new Contest(TITLE, length, ours.entrant(), List.of(opponents));
  }

  private static Opponent opponent(FakeContender contender) {
    return new Opponent(contender.entrant(), TWICE);
  }
}
