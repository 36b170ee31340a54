package dev.procession.process;

import dev.procession.process.ScriptedWorker.Script;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.util.function.Function;

/**
 * What a hostile worker does to its coordinator, and what the coordinator says to it.
 *
 * @param name what it does
 * @param script how
 * @param said what the error must say
 */
public record Attack(String name, AttackScript script, String said) {
  /** What is done to a pool. */
  public interface AttackScript {
    void play(ScriptedWorker self, BesiegedPool pool) throws Exception;
  }

  /** With what it was given, of which it says that it runs the first item. */
  interface AtWork {
    void play(ScriptedWorker self, ToWorker.Run run) throws Exception;
  }

  /** In place of a start. */
  static Attack atStart(String name, String said, Script script) {
    return new Attack(
        name,
        (self, pool) -> {
          pool.attackBegins();
          script.play(self);
        },
        said);
  }

  /** While it should run its first chunk. */
  static Attack atWork(String name, String said, AtWork script) {
    return new Attack(
        name,
        (self, pool) -> {
          ToWorker.Run run = self.beginWork();
          pool.attackBegins();
          script.play(self, run);
        },
        said);
  }

  /** With one message while it should run its first chunk. */
  static Attack bySaying(String name, String said, Function<ToWorker.Run, ToCoordinator> message) {
    return atWork(name, said, (self, run) -> self.say(message.apply(run)));
  }

  @Override
  public String toString() {
    return name;
  }
}
