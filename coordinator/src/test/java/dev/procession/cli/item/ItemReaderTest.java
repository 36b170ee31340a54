package dev.procession.cli.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.EndlessLines;
import dev.procession.cli.item.ItemReader.Separator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ItemReaderTest {
  @Test
  void linesAreItemsWithoutTheirEnds() throws IOException {
    assertEquals(List.of("a", "", " b ", "é"), read("a\n\n b \r\né", Separator.LINE));
    assertEquals(List.of("a", "b"), read("a\nb\n", Separator.LINE));
    assertEquals(List.of(), read("", Separator.LINE));
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstItem() throws IOException {
    assertEquals(List.of("1", "\ufeff2"), read("\ufeff1\n\ufeff2\n", Separator.LINE));
  }

  @Test
  void recordsEndWithNul() throws IOException {
    assertEquals(List.of("a\nb", "c\r"), read("a\nb\0c\r\0", Separator.NUL));
  }

  @Test
  void itemsLongerThanTheBufferAreWhole() throws IOException {
    String item = "x".repeat(200_000);

    assertEquals(List.of(item, "y", item), read(item + "\ny\n" + item, Separator.LINE));
  }

  @Test
  void everySplitOfTheInputGivesTheSameItems() throws IOException {
    byte[] bytes = "ab\né\r\n\nc".getBytes(UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      int atOnce = size;
      InputStream dribble =
          new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
              return super.read(target, offset, Math.min(length, atOnce));
            }
          };
      assertEquals(List.of("ab", "é", "", "c"), read(dribble, Separator.LINE));
    }
  }

  @Test
  void nothingIsReadBeyondTheItemThatIsAskedFor() throws IOException {
    InputStream oneLineThenBlocked =
        new ByteArrayInputStream("first\n".getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            if (count < 0) {
              throw new AssertionError("would wait for a line that nobody needs yet");
            }
            return count;
          }
        };

    assertEquals("first", new ItemReader(oneLineThenBlocked, Separator.LINE, "here").next());
  }

  @Test
  void bytesThatAreNotTextAreKept() throws IOException {
    byte[] bytes = {'a', '\n', 'b', (byte) 0xE9, '\n', (byte) 0xC3};

    assertEquals(
        List.of("a", "b\udce9", "\udcc3"), read(new ByteArrayInputStream(bytes), Separator.LINE));
  }

  @Test
  void itemsComeLazilyAndEndlessInputIsFine() throws IOException {
    ReadItems items = new ReadItems(new ItemReader(new EndlessLines(), Separator.LINE, "here"));

    assertEquals("", items.first().orElseThrow());
    Iterator<String> iterator = items.all().iterator();
    for (int i = 0; i < 1000; i++) {
      assertEquals("", iterator.next());
    }
    items.stop();
    assertTrue(!iterator.hasNext());
  }

  @Test
  void failedInputEndsAndSaysWhy() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cable pulled");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("cable pulled");
          }
        };
    ReadItems items = new ReadItems(new ItemReader(broken, Separator.LINE, "here"));

    assertTrue(!items.all().iterator().hasNext());

    assertEquals("cable pulled", items.failure().orElseThrow().getMessage());
  }

  private static List<String> read(String text, Separator separator) throws IOException {
    return read(new ByteArrayInputStream(text.getBytes(UTF_8)), separator);
  }

  private static List<String> read(InputStream in, Separator separator) throws IOException {
    ItemReader reader = new ItemReader(in, separator, "here");
    List<String> items = new ArrayList<>();
    for (String item = reader.next(); item != null; item = reader.next()) {
      items.add(item);
    }
    return items;
  }
}
