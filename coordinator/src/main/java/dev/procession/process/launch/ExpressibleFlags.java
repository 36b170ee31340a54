package dev.procession.process.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces flags that a file in the system's encoding cannot express. In a container, this is often
 * plain ASCII.
 */
final class ExpressibleFlags {
  private ExpressibleFlags() {}

  /**
   * The same flags, where system properties that {@code charset} cannot express are one property,
   * which {@code EncodedProperties} of the worker reads. Nothing can be done for other flags.
   */
  static List<String> of(List<String> flags, Charset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    List<String> expressible = new ArrayList<>();
    Map<String, String> others = new LinkedHashMap<>();
    for (String flag : flags) {
      if (!flag.startsWith("-D")) {
        expressible.add(flag);
        continue;
      }
      int end = flag.indexOf('=');
      String name = flag.substring(2, end < 0 ? flag.length() : end);
      if (encoder.canEncode(flag) && flag.indexOf('\0') < 0) {
        // The last one of a name wins.
        others.remove(name);
        expressible.add(flag);
      } else {
        others.put(name, end < 0 ? "" : flag.substring(end + 1));
      }
    }
    if (!others.isEmpty()) {
      expressible.add("-Dprocession.worker.properties=" + encoded(others));
    }
    return expressible;
  }

  private static String encoded(Map<String, String> properties) {
    List<String> pairs = new ArrayList<>();
    properties.forEach((name, value) -> pairs.addAll(List.of(name, value)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(pairs.toArray(String[]::new));
    } catch (IOException e) {
      throw new AssertionError("strings can be serialized", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
