package dev.procession.cli.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Items that are made of several others, or of parts. */
final class SourcesTest {
  @Test
  void fieldsComeBackAsTheyWere() {
    List<List<String>> all =
        List.of(
            List.of("a", "b"),
            List.of("", ""),
            List.of("tab\there", "line\nend", "back\\slash", "\\t"),
            List.of("one"));
    for (List<String> fields : all) {
      assertEquals(fields, Fields.split(Fields.join(fields)));
    }
  }

  @Test
  void lastGroupMayBeSmaller() throws IOException {
    assertEquals(List.of("1\t2\t3", "4"), all(new GroupedSource(list("1", "2", "3", "4"), 3)));
  }

  @Test
  void fewItemsAreSharedAmongTheWorkers() throws IOException {
    assertEquals(
        List.of("1\t2\t3", "4\t5", "6", "7"),
        all(new FilledSource(list("1", "2", "3", "4", "5", "6", "7"), 3)));
  }

  @Test
  void manyItemsFillCommandLines() throws IOException {
    List<String> items = IntStream.range(0, 50_000).mapToObj(i -> "item-" + i).toList();

    List<String> calls = all(new FilledSource(new ListSource(items), 2));

    assertEquals(items, calls.stream().flatMap(call -> Fields.split(call).stream()).toList());
    assertEquals(List.of(), calls.stream().filter(call -> call.length() > 128 << 10).toList());
  }

  @Test
  void columnsAreSplit() throws IOException {
    assertEquals(
        List.of("a\tb", "c\t\t"), all(new ColumnSource(list("a,b", "c,,"), Pattern.compile(","))));
  }

  @Test
  void recordsOfCsvMayHaveAnyNumberOfFields() throws IOException {
    assertEquals(List.of("a\tb", "1", "1\t2\t3"), all(csv("a,b\n1\n1,2,3\n")));
    assertEquals(List.of("a", "\0", "b\\n\0", "\0"), all(csv("a\n\0\n\"b\n\0\"\r\0")));
    assertEquals(List.of(), all(csv("")));
  }

  @Test
  void quoteOfCsvThatIsNeverClosedIsNamedByItsLine() throws IOException {
    String[][] all = {
      {"a,\"b", "1"}, {"a,b\n\"1\n2\",\"x\ny\n", "3"}, {"\"", "1"}, {"a\n\n\n\"b\"\"", "4"},
    };
    for (String[] one : all) {
      IOException refusal = assertThrows(IOException.class, () -> all(csv(one[0])), one[0]);
      assertEquals(
          "here is not CSV: the quote that begins in line " + one[1] + " is never closed",
          refusal.getMessage());
    }
  }

  @Test
  void whatIsNotCsvIsSaidInOneLine() {
    IOException refusal = assertThrows(IOException.class, () -> all(csv("a\n\"x\"\u0001,b\n")));
    assertEquals(
        "here is not CSV: Exception when reading record that started in line 2:"
            + " Unexpected character after closing quote: '\\u0001' (0x1)",
        refusal.getMessage());
  }

  @Test
  void pairsNeedAsManyOfEach() throws IOException {
    LinkedSource pairs =
        new LinkedSource(List.of(lines("a\nb\n", "first"), lines("1\n", "second")));

    assertEquals("a\t1", pairs.next());
    IOException refusal = assertThrows(IOException.class, pairs::next);
    assertEquals("there is no line 2 of second to go with line 2 of first", refusal.getMessage());
  }

  @Test
  void anySingleCharacterEndsItems() throws IOException {
    ItemReader reader =
        new ItemReader(
            new ByteArrayInputStream("a,b\nc,d".getBytes(StandardCharsets.UTF_8)),
            ItemReader.Separator.of(","),
            "here");

    assertEquals(List.of("a", "b\nc", "d"), all(reader));
  }

  private static ItemSource csv(String text) {
    return new CsvSource(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ',', "here");
  }

  private static ItemSource list(String... items) {
    return new ListSource(List.of(items));
  }

  private static ItemSource lines(String text, String name) {
    return new ItemReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        ItemReader.Separator.LINE,
        name);
  }

  private static List<String> all(ItemSource source) throws IOException {
    List<String> all = new ArrayList<>();
    for (String item = source.next(); item != null; item = source.next()) {
      all.add(item);
    }
    return all;
  }
}
