package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@SuppressWarnings("JdkObsolete") // The old collections are what is tested.
class MapRequestTest {
  /** A collection of a user's that locks itself, as Java's oldest ones do. */
  private static final class Locking extends ArrayList<Integer> {
    private static final long serialVersionUID = 1;

    Locking(Collection<Integer> items) {
      super(items);
    }

    @Override
    public Iterator<Integer> iterator() {
      Iterator<Integer> items = super.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          synchronized (Locking.this) {
            return items.hasNext();
          }
        }

        @Override
        public Integer next() {
          synchronized (Locking.this) {
            return items.next();
          }
        }
      };
    }
  }

  static Stream<Collection<Integer>> lockedCollections() {
    Stack<Integer> stack = new Stack<>();
    stack.addAll(List.of(1, 2, 3));
    return Stream.of(
        new Vector<>(List.of(1, 2, 3)),
        new Vector<>(List.of(1, 2, 3, 4)).subList(0, 3),
        stack,
        Collections.synchronizedList(new ArrayList<>(List.of(1, 2, 3))),
        new Hashtable<>(Map.of(1, 1, 2, 2, 3, 3)).values(),
        new Locking(List.of(1, 2, 3)));
  }

  @ParameterizedTest
  @MethodSource("lockedCollections")
  void isReadThoughTheCallerHoldsItsLock(Collection<Integer> items) throws Exception {
    List<Object> read = new ArrayList<>();
    synchronized (items) {
      MapRequest.Source source = MapRequest.Source.of(items);
      CompletableFuture.runAsync(() -> source.items().forEachRemaining(read::add))
          .get(30, TimeUnit.SECONDS);
    }

    assertEquals(3, read.size());
  }
}
