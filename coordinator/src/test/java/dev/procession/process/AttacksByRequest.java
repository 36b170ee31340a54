package dev.procession.process;

import static dev.procession.process.Attack.atWork;
import static dev.procession.process.Attack.bySaying;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ResourceNames;
import dev.procession.protocol.ToCoordinator;
import java.util.stream.Stream;

/** Requests for what a worker should not have, or for more than anybody needs. */
final class AttacksByRequest {
  private static final int UNKNOWN_LOADER = 12_345;

  private AttacksByRequest() {}

  static Stream<Attack> all() {
    return Stream.concat(forOtherPlaces(), withoutEnd());
  }

  private static Stream<Attack> forOtherPlaces() {
    Stream<Attack> elsewhere =
        Stream.of(
                "/etc/passwd",
                "../../../etc/passwd",
                "com/../../secret",
                "..\\..\\secret",
                "file:/etc/passwd",
                "jar:file:/tmp/a.jar!/b",
                "http://localhost/",
                "")
            .map(
                name ->
                    bySaying(
                        "resource '" + name + "'",
                        "with an illegal name: " + name,
                        run -> wanted(1, name)));
    return Stream.concat(
        elsewhere,
        Stream.of(
            bySaying(
                "resource with a name without end",
                "the resource's name is longer than 4096 characters",
                run -> wanted(1, "a".repeat(ResourceNames.MAX_CHARS + 1)))));
  }

  private static Stream<Attack> withoutEnd() {
    return Stream.of(
        atWork(
            "requests for resources without reading the answers",
            Protocol.MAX_OPEN_REQUESTS + " of its requests were open",
            (self, run) -> {
              for (int i = 0; ; i++) {
                self.say(wanted(i, "no/such/Class" + i + ".class"));
              }
            }),
        atWork(
            "requests to class loaders that do not exist without reading the answers",
            Protocol.MAX_OPEN_REQUESTS + " of its requests were open",
            (self, run) -> {
              for (int i = 0; ; i++) {
                self.say(new ToCoordinator.ResourceWanted(i, UNKNOWN_LOADER + i, "a"));
              }
            }),
        atWork(
            "requests for broadcasts that do not exist without reading the answers",
            Protocol.MAX_OPEN_REQUESTS + " of its requests were open",
            (self, run) -> {
              for (long i = 0; ; i++) {
                self.say(new ToCoordinator.BroadcastWanted(i));
              }
            }),
        atWork(
            "the same request again and again",
            "asked 17 times for java/lang/Object.class",
            (self, run) -> {
              for (int i = 0; ; i++) {
                self.say(wanted(i, "java/lang/Object.class"));
              }
            }));
  }

  private static ToCoordinator wanted(int requestId, String name) {
    return new ToCoordinator.ResourceWanted(requestId, Protocol.CLASS_PATH_LOADER, name);
  }
}
