package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.codec.graph.EncodingNames;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many names a connection may have, and how long they are. */
class NamesTest {
  private static final String LONG = "x".repeat(Protocol.MAX_NAME_CHARS);
  private static final int LONGEST = Protocol.MAX_NAMES_CHARS / Protocol.MAX_NAME_CHARS;

  @Test
  void receivedNamesThatAreTooLongTogetherAreRefused() throws Exception {
    KnownNames known = new KnownNames();
    List<String> most = Collections.nCopies(LONGEST, LONG);
    known.add(0, most);

    assertThrows(ProtocolException.class, () -> known.add(LONGEST, List.of(LONG)));

    assertEquals(LONGEST, known.size());
  }

  @Test
  void tooManyReceivedNamesAreRefused() throws Exception {
    KnownNames known = new KnownNames();
    known.add(0, Collections.nCopies(Protocol.MAX_NAMES, ""));

    assertThrows(ProtocolException.class, () -> known.add(Protocol.MAX_NAMES, List.of("a")));
  }

  @Test
  void namesThatTheOtherSideWouldRefuseAreNotSent() {
    NameTable table = new NameTable();
    for (int i = 0; i < LONGEST; i++) {
      table.idOf(LONG.substring(4) + (1000 + i));
    }

    IllegalStateException e = assertThrows(IllegalStateException.class, () -> table.idOf(LONG));

    assertTrue(String.valueOf(e.getMessage()).contains("16777216"), e.getMessage());
  }

  @Test
  void textsOfStackTracesDoNotTakeTheRoomOfClassNames() {
    NameTable table = new NameTable();
    EncodingNames names = new EncodingNames(table);
    String text = "t".repeat(200);
    int shared = 0;
    while (names.shares(text + shared)) {
      table.idOf(text + shared++);
    }

    table.idOf("com.example.Order");

    assertEquals(Protocol.MAX_NAMES_CHARS / 4.0 / 205, shared, 500);
  }
}
