package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ItemsViewTest {
  private static final int ROUNDS = 300;
  private static final int ITEMS = 200;

  /** In each round the numbers are followed by texts at another place. */
  @Test
  void whatIsSeenIsTrueWhileMoreIsAdded() throws Exception {
    ExecutorService viewer = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        int numbers = round % ITEMS;
        ItemsView view = new ItemsView();
        Future<?> viewing = viewer.submit(() -> lookUntilAllAreThere(view, numbers));
        ItemEncoder encoder = new ItemEncoder(new NameTable(), 1000);
        for (int i = 0; i < ITEMS; i++) {
          encoder.add(item(i, numbers));
          encoder.show(view);
        }
        viewing.get();
      }
    } finally {
      viewer.shutdownNow();
    }
  }

  private static Object item(int i, int numbers) {
    return i < numbers ? (Object) i : "text " + i;
  }

  private static Void lookUntilAllAreThere(ItemsView view, int numbers) throws Exception {
    ItemDecoder decoder = new ItemDecoder(new KnownNames(), ItemsViewTest.class.getClassLoader());
    int seen = 0;
    while (seen < ITEMS) {
      EncodedItems items = view.items();
      for (int i = Math.max(0, seen - 1); i < items.count(); i++) {
        assertEquals(item(i, numbers), decoder.decode(items, i));
      }
      seen = items.count();
    }
    return null;
  }
}
