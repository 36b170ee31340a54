package dev.procession.integration.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which measurements are wanted: {@code -Dprocession.bench=P1,P3}, all by default.
 *
 * @param wanted their names in lower case; empty for all
 */
record Choice(Set<String> wanted) {
  static final String PROPERTY = "procession.bench";

  static Choice fromProperty() {
    return of(System.getProperty(PROPERTY, ""));
  }

  static Choice of(String names) {
    return new Choice(
        Arrays.stream(names.split(","))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean includes(String name) {
    return wanted.isEmpty() || wanted.contains(name.toLowerCase(Locale.ROOT));
  }
}
