package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.shared.SharedReference;
import dev.procession.sharing.SharedSpec;
import dev.procession.task.SharedLock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that lie about shared objects, or ask for too much of them. */
@Timeout(60)
class SharedAttacksTest {
  private final CompletableFuture<Long> lockId = new CompletableFuture<>();
  private final CompletableFuture<SharedReply> answered = new CompletableFuture<>();

  private static ToCoordinator asks(
      ToWorker.Run run, long request, long thread, long object, SharedOperation operation) {
    return new ToCoordinator.SharedRequest(
        request, run.chunkId(), 0, 0, thread, object, "a place", operation);
  }

  /** A pool whose hostile worker attacks once there is a lock, which the program holds. */
  private BesiegedPool besieged(Attack.AttackScript attack) throws Exception {
    BesiegedPool pool = new BesiegedPool(attack);
    Object handle = pool.engine().share(SharedReference.Kind.LOCK, "a", new SharedSpec.Lock());
    ((SharedLock) handle).lock();
    lockId.complete(SharedReference.of(handle).id());
    return pool;
  }

  private void assertKilled(Attack.AttackScript attack, String why) throws Exception {
    try (BesiegedPool pool = besieged(attack)) {
      assertEquals(BesiegedPool.ITEMS, pool.map().size());

      String said = pool.hostileExit().report().misbehaviour().orElse("nothing");
      assertTrue(said.contains(why), said);
    }
  }

  @Test
  void workerThatUnlocksWhatTheProgramHoldsIsKilled() throws Exception {
    assertKilled(
        (self, besieged) -> {
          ToWorker.Run run = self.beginWork();
          self.say(asks(run, 0, 1, lockId.join(), new SharedOperation.Unlock()));
          besieged.attackBegins();
          // Its stream stays open, so that it does not end for another reason.
          self.await(ToWorker.Bye.class);
        },
        "released lock 'a'");
  }

  @Test
  void workerWithMoreWaitsThanThereAreThreadsIsKilled() throws Exception {
    assertKilled(
        (self, besieged) -> {
          ToWorker.Run run = self.beginWork();
          besieged.attackBegins();
          SharedOperation lock = new SharedOperation.Lock(SharedOperation.FOREVER);
          for (int i = 1; ; i++) {
            self.say(asks(run, i, i, lockId.join(), lock));
          }
        },
        "More than 4096 requests of it wait");
  }

  @Test
  void workerThatNamesAnObjectOfAnotherPoolLearnsNothing() throws Exception {
    try (BesiegedPool pool =
        besieged(
            (self, besieged) -> {
              ToWorker.Run run = self.beginWork();
              self.say(asks(run, 1, 1, lockId.join() ^ 1, new SharedOperation.Lock(0)));
              answered.complete(self.await(ToWorker.SharedAnswer.class).reply());
              besieged.attackBegins();
              self.echo(run);
              self.answerAll();
            })) {
      assertEquals(BesiegedPool.ITEMS, pool.map().size());

      assertInstanceOf(SharedReply.Gone.class, answered.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void wrongOperationIsRefused() throws Exception {
    try (BesiegedPool pool =
        besieged(
            (self, besieged) -> {
              ToWorker.Run run = self.beginWork();
              self.say(asks(run, 1, 1, lockId.join(), new SharedOperation.Take(0)));
              answered.complete(self.await(ToWorker.SharedAnswer.class).reply());
              besieged.attackBegins();
              self.echo(run);
              self.answerAll();
            })) {
      assertEquals(BesiegedPool.ITEMS, pool.map().size());

      assertEquals(
          new SharedReply.Refused("lock 'a' knows no Take"), answered.get(10, TimeUnit.SECONDS));
    }
  }
}
