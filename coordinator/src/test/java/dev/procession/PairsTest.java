package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.process.job.MapRequest;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sources that the user made. */
class PairsTest {
  /** As a mock is, or a class that is not done yet. */
  private static final class NoIterator implements Iterable<Integer> {
    @Override
    @SuppressWarnings("NullAway") // It is what the test is about.
    public Iterator<Integer> iterator() {
      return null;
    }
  }

  @Test
  void theArgumentThatGivesNoIteratorIsNamed() {
    List<Integer> good = List.of(1);
    NoIterator bad = new NoIterator();

    assertEquals("as.iterator() is null", refusal(() -> new Pairs(bad, good)));
    assertEquals("bs.iterator() is null", refusal(() -> new Pairs(good, bad)));
    assertEquals("items.iterator() is null", refusal(() -> MapRequest.Source.of(bad)));
  }

  private static @Nullable String refusal(Runnable action) {
    return assertThrows(NullPointerException.class, action::run).getMessage();
  }
}
