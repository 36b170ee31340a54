package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.procession.protocol.codec.serialization.FailureNode;
import dev.procession.task.StandInException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.commons.collections.functors.InvokerTransformer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a stranger's descriptions of failures do to their reader. */
class FailureAttackTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MANY = 1 << 30;

  /** Exceptions may have anything in their fields. */
  private static final class Hiding extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "UnusedVariable"})
    private final @Nullable Object hidden;

    Hiding(@Nullable Object hidden) {
      this.hidden = hidden;
    }
  }

  private static Answer decoded(Forge forge) {
    Attack attack = forge.attack("failure");
    return assertTimeoutPreemptively(LONG, () -> attack.decoder().decodeAnswer(attack.items(), 0));
  }

  private static Throwable thrown(Forge forge) {
    return assertInstanceOf(Answer.Threw.class, decoded(forge)).error();
  }

  private static void assertRefused(Forge forge) {
    assertInstanceOf(Answer.Undecodable.class, decoded(forge));
  }

  private static Forge failure(int throwables) {
    return new Forge(Tag.THREW).number(throwables);
  }

  /** One throwable up to its stack trace, which is empty; its object is to follow. */
  private static Forge throwable(Forge forge, String className, int cause, int... suppressed) {
    forge.number(1).text(className).text("message").text("text").number(cause);
    forge.number(suppressed.length);
    for (int number : suppressed) {
      forge.number(number);
    }
    return forge.number(0);
  }

  @Test
  void countsThatLieAreRefused() {
    assertRefused(failure(0));
    assertRefused(failure(65).bytes(new byte[1000]));
    assertRefused(failure(MANY));
    assertRefused(failure(1).number(1).text("E").text("m").text("t").number(0).number(MANY));
    assertRefused(
        failure(1).number(1).text("E").text("m").text("t").number(0).number(0).number(MANY));
    assertRefused(throwable(failure(1), "E", 0).number(MANY));
  }

  @Test
  void throwablesThatAreNotThereAreRefused() {
    assertRefused(throwable(failure(1), "E", 2).number(0));
    assertRefused(throwable(failure(1), "E", 0, 7).number(0));
    assertRefused(failure(1).number(MANY).text("m").text("t").number(0).number(0).number(0));
  }

  @Test
  void failureThatCausesItselfEnds() {
    Throwable error = thrown(throwable(failure(1), "E", 1, 0).number(0));

    assertEquals("E", assertInstanceOf(StandInException.class, error).originalClassName());
  }

  @Test
  void failuresThatCauseEachOtherEnd() {
    Forge first = throwable(failure(2), "A", 2).number(0);

    Throwable error = thrown(throwable(first, "B", 1).number(0));

    assertInstanceOf(StandInException.class, error.getCause());
  }

  @Test
  void objectsThatReferToEachOtherEnd() throws IOException {
    byte[] toSecond = Forge.serialized(new FailureNode.Reference(1));
    byte[] toFirst = Forge.serialized(new FailureNode.Reference(0));
    Forge first = throwable(failure(2), "A", 0).counted(toSecond);

    Throwable error = thrown(throwable(first, "B", 0).counted(toFirst));

    assertInstanceOf(StandInException.class, error);
  }

  @Test
  void objectsThatAreNoThrowablesAreNotUsed() throws IOException {
    byte[] text = Forge.serialized("text");

    assertInstanceOf(StandInException.class, thrown(throwable(failure(1), "E", 0).counted(text)));
    assertInstanceOf(
        StandInException.class, thrown(throwable(failure(1), "E", 0).counted(new byte[3])));
  }

  @Test
  void gadgetsInFieldsAreNotRead() throws IOException {
    for (Object hidden : List.of(new InvokerTransformer(), List.of(new InvokerTransformer()))) {
      byte[] object = Forge.serialized(new Hiding(hidden));

      Throwable error = thrown(throwable(failure(1), "Hiding", 0).counted(object));

      assertEquals("message", assertInstanceOf(StandInException.class, error).getMessage());
      assertEquals(0, InvokerTransformer.READ.get());
    }
  }
}
