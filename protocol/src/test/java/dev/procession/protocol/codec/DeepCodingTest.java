package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeepCodingTest {
  private static final int NODES = 100_000;
  private static final int SMALL_STACK_BYTES = 256 << 10;

  private final NameTable names = new NameTable();
  private final ItemEncoder encoder = new ItemEncoder(names, 64 << 20);

  /** A list that is nested as deeply as it is long. */
  private record Node(int number, @Nullable Object next) {}

  @Test
  void deeplyNestedValueIsEncodedFromAThreadWithASmallStack() throws Exception {
    assertThrows(
        EncodingException.class, () -> onSmallStack(() -> encoder.add(nested(NODES, "end"))));

    onSmallStack(() -> DeepCoding.add(nested(NODES, "end"), encoder));

    assertEquals(1, encoder.count());
    assertTrue(encoder.sizeBytes() > NODES);
  }

  @Test
  void whatCannotTravelIsNamedFromThereAsWell() {
    Object value = nested(NODES, new Thread());

    EncodingException e =
        assertThrows(
            EncodingException.class, () -> onSmallStack(() -> DeepCoding.add(value, encoder)));

    assertEquals("java.lang.Thread", e.className());
    assertEquals(0, encoder.count());
  }

  @Test
  void deeplyNestedValueIsDecodedOnAThreadWithASmallStack() throws Exception {
    onSmallStack(() -> DeepCoding.add(nested(NODES, "end"), encoder));
    EncodedItems items = encoder.take();
    KnownNames known = new KnownNames();
    known.add(0, names.names(0, names.size()));
    ItemDecoder decoder = new ItemDecoder(known, DeepCodingTest.class.getClassLoader());
    AtomicReference<@Nullable Object> decoded = new AtomicReference<>();
    assertThrows(DecodingException.class, () -> onSmallStack(() -> decoder.decode(items, 0)));

    onSmallStack(() -> decoded.set(DeepCoding.decode(decoder, items, 0)));

    int depth = 0;
    for (Object o = decoded.get(); o instanceof Node node; o = node.next()) {
      depth++;
    }
    assertEquals(NODES, depth);
  }

  private static Object nested(int depth, Object innermost) {
    Object node = innermost;
    for (int i = 0; i < depth; i++) {
      node = new Node(i, node);
    }
    return node;
  }

  /** What is done, whatever it throws. */
  private interface Action {
    void run() throws Exception;
  }

  private static void onSmallStack(Action action) throws Exception {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              action.run();
              return null;
            });
    new Thread(null, task, "small stack", SMALL_STACK_BYTES).start();
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
