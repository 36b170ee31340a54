package dev.procession.process.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressibleFlagsTest {
  private static final String OTHERS = "-Dprocession.worker.properties=";

  @Test
  void whatCanBeExpressedStaysAsItIs() {
    List<String> flags = List.of("-Xss4m", "-Dcity=Z\u00fcrich", "-Dempty=", "-Dset");

    assertEquals(flags, ExpressibleFlags.of(flags, UTF_8));
  }

  @Test
  void propertiesThatCannotAreSentTogether() throws Exception {
    List<String> flags =
        ExpressibleFlags.of(
            List.of("-Dcity=Z\u00fcrich", "-Xss4m", "-Dzero=a\0b", "-Dplain=x=y"), US_ASCII);

    assertEquals(List.of("-Xss4m", "-Dplain=x=y"), flags.subList(0, 2));
    assertArrayEquals(new String[] {"city", "Z\u00fcrich", "zero", "a\0b"}, others(flags.get(2)));
    assertEquals(3, flags.size());
  }

  @Test
  void lastOneOfANameWins() throws Exception {
    assertEquals(
        List.of("-Dcity=Bern"),
        ExpressibleFlags.of(List.of("-Dcity=Z\u00fcrich", "-Dcity=Bern"), US_ASCII));
    List<String> flags =
        ExpressibleFlags.of(List.of("-Dcity=Bern", "-Dcity=Z\u00fcrich"), US_ASCII);
    assertArrayEquals(new String[] {"city", "Z\u00fcrich"}, others(flags.get(1)));
  }

  private static String[] others(String flag) throws Exception {
    byte[] bytes = Base64.getDecoder().decode(flag.substring(OTHERS.length()));
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (String[]) in.readObject();
    }
  }
}
