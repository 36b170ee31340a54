package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** Hooks of the user's that throw what is no exception. */
class HookErrorTest {
  private final Trip trip = new Trip();

  static final class Unwritable implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private void writeObject(ObjectOutputStream out) {
      throw new Error("not today");
    }
  }

  static final class Unresolvable implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private Object readResolve() {
      throw new Error("not here");
    }
  }

  @Test
  void errorWhileWritingIsAnEncodingException() throws Exception {
    assertThrows(EncodingException.class, () -> trip.encoder.add(new Unwritable()));

    assertEquals("next", trip.value("next"));
  }

  @Test
  void errorWhileReadingIsADecodingException() throws Exception {
    trip.encoder.add(new Unresolvable());

    assertThrows(DecodingException.class, () -> trip.decoder.decode(trip.send(), 0));
    assertEquals("next", trip.value("next"));
  }

  @Test
  void errorWhileReadingAnAnswerIsAnAnswer() throws Exception {
    assertInstanceOf(Answer.Undecodable.class, trip.answer(new Answer.Value(new Unresolvable())));
  }
}
