package dev.procession.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.BesiegedPool.End;
import dev.procession.process.job.ResultQueue;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lies that do not show at once, or not at all: they must not matter, or not to others. */
@Timeout(60)
class LyingWorkerTest {
  private static final int LINE_LIMIT = 1 << 20;

  /** Says whether its class was initialized. */
  static boolean initialized;

  record Tripwire(int value) {
    static {
      initialized = true;
    }
  }

  /** The same as the one above but for its name; its bytes can be had without harm. */
  record Harmless(int value) {}

  @Test
  void lieAboutItsPidMattersToNobody() throws Exception {
    try (BesiegedPool pool =
        new BesiegedPool(
            (self, besieged) -> {
              self.getReady(1);
              besieged.attackBegins();
              self.answerAll();
            })) {
      assertAllArrived(pool.map());
      assertTrue(pool.hostile().isAlive());
      assertTrue(pool.engine().snapshot().pids().containsValue(pool.hostile().pid()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void liesAboutTimeMatterToNobody(long busyNanos) throws Exception {
    try (BesiegedPool pool =
        new BesiegedPool(
            (self, besieged) -> {
              ToWorker.Run run = self.beginWork();
              besieged.attackBegins();
              self.say(new ToCoordinator.Results(run.chunkId(), 0, busyNanos, run.items()));
              self.answerAll();
            })) {
      assertAllArrived(pool.map());
    }
  }

  @Test
  void outputWithoutEndAndWithoutLinesIsCut() throws Exception {
    try (BesiegedPool pool =
        new BesiegedPool(
            (self, besieged) -> {
              ToWorker.Run run = self.beginWork();
              byte[] noise = new byte[LINE_LIMIT];
              Arrays.fill(noise, (byte) 'x');
              for (int i = 0; i < 4; i++) {
                self.process().stderr.out.write(noise);
              }
              self.process().stderr.out.write("\n".getBytes(UTF_8));
              besieged.attackBegins();
              self.echo(run);
              self.answerAll();
            })) {
      assertAllArrived(pool.map());
      pool.engine().shutdown();
      assertEquals("", pool.hostileExit().report().misbehaviour().orElse(""));

      LongStream lengths = pool.printed().stream().mapToLong(line -> line.text().length());
      assertEquals(LINE_LIMIT, lengths.max().orElse(0));
    }
  }

  @Test
  void answersAfterTheGoodbyeAreNotTaken() throws Exception {
    try (BesiegedPool pool =
        new BesiegedPool(
            (self, besieged) -> {
              ToWorker.Run run = self.beginWork();
              besieged.attackBegins();
              self.echo(run);
              for (ToWorker next = self.hear(); !(next instanceof ToWorker.Bye); ) {
                if (next instanceof ToWorker.Run more) {
                  self.echo(more);
                }
                next = self.hear();
              }
              self.echo(run);
            })) {
      assertAllArrived(pool.map());
      pool.engine().shutdown();

      String said = pool.hostileExit().report().misbehaviour().orElse("nothing");
      assertTrue(said.contains("where none is due"), said);
    }
  }

  @Test
  void chunkMayBeReturnedOnce() throws Exception {
    try (BesiegedPool pool =
        new BesiegedPool(
            (self, besieged) -> {
              self.beginWork();
              besieged.attackBegins();
              ToWorker.Revoke revoke = self.await(ToWorker.Revoke.class);
              self.say(new ToCoordinator.Returned(revoke.chunkId(), 0));
              self.say(new ToCoordinator.Returned(revoke.chunkId(), 0));
            })) {
      ResultQueue results = pool.beginToMap();
      results.take();

      results.cancel();

      String said = pool.hostileExit().report().misbehaviour().orElse("nothing");
      assertTrue(said.contains("which was not revoked"), said);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.procession.process.LyingWorkerTest$Tripwire",
        "[Ldev.procession.process.LyingWorkerTest$Tripwire;",
        "org.apache.commons.collections4.functors.InvokerTransformer",
        "java.lang.ProcessBuilder",
        "javax.management.BadAttributeValueExpException"
      })
  void classesThatAreNotAllowedAreTheItemsFailureAndAreNotInitialized(String name)
      throws Exception {
    List<End> ends = mapWithResultOf(name, Optional.of("a.B"::equals));

    assertNotDecoded(ends, name);
    assertFalse(initialized);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.commons.collections4.functors.InvokerTransformer",
        "java.lang.ProcessBuilder",
        "no.such.Class",
        "",
        "[[[[[",
        "../../etc/passwd"
      })
  void classesThatNobodyWantsAreTheItemsFailure(String name) throws Exception {
    assertNotDecoded(mapWithResultOf(name, Optional.empty()), name);
  }

  @Test
  void rubbishInAnItemIsThatItemsFailure() throws Exception {
    byte[] rubbish = {99, 1, 2, 3};
    EncodedItems items = new EncodedItems(rubbish, new int[] {rubbish.length}, 1, 0);

    assertNotDecoded(mapWithResult(List.of(), items, Optional.empty()), "kind of answer: 99");
  }

  /** The first item of the hostile worker's first chunk has a result whose class has that name. */
  private static List<End> mapWithResultOf(String name, Optional<Predicate<String>> allowed)
      throws Exception {
    NameTable names = new NameTable();
    ItemEncoder encoder = new ItemEncoder(names, BesiegedPool.MAX_ITEM_BYTES);
    encoder.add(new Harmless(1));
    List<String> sent =
        names.names(0, names.size()).stream()
            .map(used -> used.equals(Harmless.class.getName()) ? name : used)
            .toList();
    return mapWithResult(sent, encoder.take(), allowed);
  }

  private static List<End> mapWithResult(
      List<String> names, EncodedItems result, Optional<Predicate<String>> allowed)
      throws Exception {
    try (BesiegedPool pool =
        new BesiegedPool(
            (self, besieged) -> {
              ToWorker.Run run = self.beginWork();
              besieged.attackBegins();
              if (!names.isEmpty()) {
                self.say(new ToCoordinator.Names(0, names));
              }
              self.say(new ToCoordinator.Results(run.chunkId(), 0, 1, result));
              int count = run.items().count();
              if (count > 1) {
                EncodedItems rest = run.items().slice(1, count);
                self.say(new ToCoordinator.Results(run.chunkId(), 1, 1, rest));
              }
              self.answerAll();
            },
            allowed)) {
      List<End> ends = pool.map();
      assertTrue(pool.hostile().isAlive());
      return ends;
    }
  }

  private static void assertNotDecoded(List<End> ends, String said) {
    List<End> failed =
        ends.stream().filter(end -> end.element().orElse(0) instanceof Answer).toList();
    assertEquals(1, failed.size());
    Answer.Undecodable answer =
        assertInstanceOf(Answer.Undecodable.class, failed.get(0).element().orElseThrow());
    assertTrue(answer.toString().contains(said.replaceAll("^\\[L|[\\[;]", "")), answer.toString());
    assertEquals(
        BesiegedPool.ITEMS - 1,
        ends.stream().filter(end -> end.element().equals(Optional.of((int) end.index()))).count());
  }

  private static void assertAllArrived(List<End> ends) {
    assertEquals(BesiegedPool.ITEMS, ends.size());
    ends.forEach(end -> assertEquals(Optional.of((int) end.index()), end.element()));
  }
}
