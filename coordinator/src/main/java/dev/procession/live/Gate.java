package dev.procession.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a request is answered at all. The page is for people who know its address, in a
 * browser on this machine; every other page in that browser, and every name that leads to this
 * address, is turned away.
 */
final class Gate {
  /** In which a request that changes something says the token, which no form can. */
  static final String TOKEN_HEADER = "Procession-Token";

  private static final int TOKEN_BYTES = 16;

  private final String token;
  private final List<String> hosts;

  /**
   * @param token the secret part of the address
   * @param port where the server listens
   */
  Gate(String token, int port) {
    this.token = token;
    this.hosts = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
  }

  /** A secret that nobody can guess. */
  static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A request that was let in. */
  enum Verdict {
    /** It may be answered. */
    READ,
    /** It may also change something. */
    CHANGE,
    /** It comes by way of a foreign name or page. */
    FOREIGN,
    /** It might change something, if it said the token in a header. */
    WITHOUT_TOKEN,
    /** It does not know the token, or asks for what is not there. */
    UNKNOWN,
    /** Its method is none that is answered. */
    METHOD
  }

  /**
   * Judges a request.
   *
   * @param method of the request
   * @param path of its address, not decoded
   * @param headers its headers, each name with its values
   */
  Verdict judge(String method, String path, Map<String, List<String>> headers) {
    List<String> host = values(headers, "Host");
    if (host.size() != 1 || !hosts.contains(host.get(0))) {
      return Verdict.FOREIGN;
    }
    String own = "http://" + host.get(0);
    if (!values(headers, "Origin").stream().allMatch(own::equals)) {
      return Verdict.FOREIGN;
    }
    // Browsers say whose page asks; "none" is an address that was typed in. To follow a link is no
    // more than that.
    boolean isOwnSite =
        values(headers, "Sec-Fetch-Site").stream()
            .allMatch(List.of("same-origin", "none")::contains);
    boolean isLink =
        method.equals("GET") && values(headers, "Sec-Fetch-Mode").equals(List.of("navigate"));
    if (!isOwnSite && !isLink) {
      return Verdict.FOREIGN;
    }
    String beginning = "/" + token + "/";
    if (path.length() < beginning.length()
        || !isSame(path.substring(0, beginning.length()), beginning)) {
      return Verdict.UNKNOWN;
    }
    if (method.equals("GET") || method.equals("HEAD")) {
      return Verdict.READ;
    } else if (!method.equals("POST")) {
      return Verdict.METHOD;
    }
    List<String> said = values(headers, TOKEN_HEADER);
    return said.size() == 1 && isSame(said.get(0), token) ? Verdict.CHANGE : Verdict.WITHOUT_TOKEN;
  }

  /** What is asked for, once it was let in. */
  String name(String path) {
    return path.substring(token.length() + 2);
  }

  private static List<String> values(Map<String, List<String>> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  /** Takes as long whatever the difference is. */
  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
