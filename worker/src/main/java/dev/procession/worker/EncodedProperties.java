package dev.procession.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Base64;

/**
 * System properties that the encoding of the system's locale cannot express, so no option of this
 * JVM could either. Loaded only if there are some.
 */
final class EncodedProperties {
  /** Set by the coordinator's {@code ExpressibleFlags}. */
  static final String PROPERTY = "procession.worker.properties";

  private EncodedProperties() {}

  /** Sets them. */
  static void set(String encoded) {
    System.clearProperty(PROPERTY);
    byte[] bytes = Base64.getDecoder().decode(encoded);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      String[] pairs = (String[]) in.readObject();
      for (int i = 0; i + 1 < pairs.length; i += 2) {
        System.setProperty(pairs[i], pairs[i + 1]);
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("the coordinator has written no properties", e);
    }
  }
}
