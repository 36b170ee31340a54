package dev.procession.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.live.Gate.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final String TOKEN = "0123456789abcdef";
  private static final String HOST = "127.0.0.1:8000";

  private final Gate gate = new Gate(TOKEN, 8000);
  private final Map<String, List<String>> headers = new HashMap<>(Map.of("Host", List.of(HOST)));

  private Verdict judge(String method, String path) {
    return gate.judge(method, path, headers);
  }

  @Test
  void addressIsReadByItsOwnNames() {
    for (String host : List.of(HOST, "localhost:8000", "[::1]:8000")) {
      headers.put("Host", List.of(host));

      assertEquals(Verdict.READ, judge("GET", "/" + TOKEN + "/page.js"));
    }
    assertEquals("page.js", gate.name("/" + TOKEN + "/page.js"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "", "localhost"})
  void foreignHostIsRefused(String host) {
    headers.put("Host", List.of(host));

    assertEquals(Verdict.FOREIGN, judge("GET", "/" + TOKEN + "/"));
  }

  @Test
  void missingAndRepeatedHostsAreRefused() {
    headers.put("Host", List.of(HOST, HOST));
    assertEquals(Verdict.FOREIGN, judge("GET", "/" + TOKEN + "/"));
    headers.remove("Host");
    assertEquals(Verdict.FOREIGN, judge("GET", "/" + TOKEN + "/"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000,READ",
    "http://localhost:8000,FOREIGN",
    "https://127.0.0.1:8000,FOREIGN",
    "http://127.0.0.1:8001,FOREIGN",
    "http://evil.example,FOREIGN",
    "null,FOREIGN"
  })
  void originIsTheHost(String origin, Verdict verdict) {
    headers.put("Origin", List.of(origin));

    assertEquals(verdict, judge("GET", "/" + TOKEN + "/events"));
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin,cors,READ",
    "none,navigate,READ",
    "cross-site,navigate,READ",
    "cross-site,no-cors,FOREIGN",
    "same-site,cors,FOREIGN",
  })
  void otherSitesMayLinkToItAndNoMore(String site, String mode, Verdict verdict) {
    headers.put("Sec-fetch-site", List.of(site));
    headers.put("Sec-fetch-mode", List.of(mode));

    assertEquals(verdict, judge("GET", "/" + TOKEN + "/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/0123456789abcdee/",
        "/0123456789abcdef",
        "//0123456789abcdef/",
        "/%30123456789abcdef/",
        "/../0123456789abcdef/",
        ""
      })
  void whoDoesNotKnowTheTokenFindsNothing(String path) {
    assertEquals(Verdict.UNKNOWN, judge("GET", path));
    assertEquals(Verdict.UNKNOWN, judge("POST", path));
  }

  @Test
  void changeNeedsTheTokenInAHeader() {
    assertEquals(Verdict.WITHOUT_TOKEN, judge("POST", "/" + TOKEN + "/signal"));
    headers.put(Gate.TOKEN_HEADER, List.of("0123456789abcdee"));
    assertEquals(Verdict.WITHOUT_TOKEN, judge("POST", "/" + TOKEN + "/signal"));
    headers.put(Gate.TOKEN_HEADER, List.of(TOKEN));
    assertEquals(Verdict.CHANGE, judge("POST", "/" + TOKEN + "/signal"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "get"})
  void otherMethodsAreRefused(String method) {
    assertEquals(Verdict.METHOD, judge(method, "/" + TOKEN + "/"));
  }

  @Test
  void tokensAreLongAndNeverTheSame() {
    assertTrue(Gate.newToken().matches("[0-9a-f]{32}"));
    assertNotEquals(Gate.newToken(), Gate.newToken());
  }
}
