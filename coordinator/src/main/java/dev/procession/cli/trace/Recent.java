package dev.procession.cli.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The most recent entries by number; older ones are dropped. Not for several threads at once. */
final class Recent<V> {
  /** More than a worker that follows the protocol has open at a time. */
  private static final int MAX_KNOWN = 1024;

  private final Map<Long, V> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  void put(long number, V meaning) {
    known.put(number, meaning);
  }

  Optional<V> get(long number) {
    return Optional.ofNullable(known.get(number));
  }
}
