package dev.procession.cluster.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The arguments of a JVM of the engine.
 *
 * @param folder a private folder that is deleted with the JVM
 * @param addresses of nodes
 * @param certificates the folder with the certificate; empty for none
 * @param bind a node's own address; of a gateway, one whose host it binds to
 * @param places how many workers may run; of a gateway, empty for as many as there is room for
 */
public record EngineArguments(
    Path folder,
    List<NodeAddress> addresses,
    Optional<Path> certificates,
    NodeAddress bind,
    OptionalInt places) {
  private static final String NONE = "-";

  List<String> words() {
    return List.of(
        folder.toString(),
        String.join(",", addresses.stream().map(NodeAddress::withPort).toList()),
        certificates.map(Path::toString).orElse(NONE),
        bind.withPort(),
        places.isPresent() ? Integer.toString(places.getAsInt()) : NONE);
  }

  /** Reads what {@link #words} has written. */
  public static EngineArguments of(String... words) {
    return new EngineArguments(
        Path.of(words[0]),
        List.of(words[1].split(",")).stream().map(NodeAddress::of).toList(),
        words[2].equals(NONE) ? Optional.empty() : Optional.of(Path.of(words[2])),
        NodeAddress.of(words[3]),
        words[4].equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(words[4])));
  }
}
