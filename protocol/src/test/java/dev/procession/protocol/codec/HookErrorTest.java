package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
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

  static final class Unreadable implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    // The class that is resolved last is not the one to blame.
    @SuppressWarnings("UnusedVariable")
    private final Unresolved last = new Unresolved();

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      throw new InvalidObjectException("not here");
    }
  }

  static final class Unresolved implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
  }

  @Test
  void classWhoseHookFailsIsNamed() throws Exception {
    for (Object value : List.of(new Unreadable(), new Unresolvable())) {
      trip.encoder.add(value);

      DecodingException e =
          assertThrows(DecodingException.class, () -> trip.decoder.decode(trip.send(), 0));

      assertEquals(value.getClass().getName(), e.className());
      assertEquals(value.getClass().getName(), e.path());
    }
  }

  @Test
  void pathLeadsToTheValueWhoseHookFails() throws Exception {
    trip.encoder.add(new Zoo.Plain(1, 2, "not serializable", List.of(1, new Unreadable())));

    DecodingException e =
        assertThrows(DecodingException.class, () -> trip.decoder.decode(trip.send(), 0));

    assertEquals(Unreadable.class.getName(), e.className());
    assertTrue(e.path().endsWith("[1]"), e.path());
  }

  @Test
  void classThatCannotBeToldIsNotMadeUp() {
    DecodingException e =
        assertThrows(
            DecodingException.class,
            () -> trip.decoder.decode(new EncodedItems(new byte[] {99}, new int[] {1}, 1, 0), 0));

    assertEquals("", e.className());
    assertTrue(String.valueOf(e.getMessage()).startsWith("Cannot rebuild the value: "));
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
