package dev.procession.cli.trace;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.util.List;

/**
 * Puts the messages between the coordinator and one worker process into words. Has to be given all
 * of them, in their order, because some refer to earlier ones by a number. Not for several threads
 * at once.
 */
final class MessageText {
  private static final int MAX_TEXT_CHARS = 100;
  private static final int MAX_NAMES = 3;
  private static final String CLASS = ".class";

  /** The index of the first item of each chunk, by the chunk's number. */
  private final Recent<Long> firstIndexes = new Recent<>();

  /** What was asked for, by the request's number. */
  private final Recent<String> wanted = new Recent<>();

  String of(ToWorker message) {
    if (message instanceof ToWorker.Run run) {
      firstIndexes.put(run.chunkId(), run.firstIndex());
      String again = run.attempt() > 1 ? ", attempt " + run.attempt() : "";
      String items = items(run.firstIndex(), run.items().count());
      return "chunk %d for function %d: %s%s"
          .formatted(run.chunkId(), run.functionId(), items, again);
    } else if (message instanceof ToWorker.Define define) {
      return "function %d defined (%d bytes)%s"
          .formatted(define.functionId(), define.encoded().length, kind(define));
    } else if (message instanceof ToWorker.Revoke revoke) {
      return "give back what you have not begun of chunk " + revoke.chunkId();
    } else if (message instanceof ToWorker.Cancel cancel) {
      return "stop " + item(cancel.chunkId(), cancel.position());
    } else if (message instanceof ToWorker.Resource resource) {
      return "here is " + wanted(resource.requestId());
    } else if (message instanceof ToWorker.NoResource none) {
      String missing = wanted(none.requestId());
      return none.why().isEmpty()
          ? missing + " is on your class path, if anywhere"
          : "there is no " + missing + ": " + quoted(none.why());
    } else {
      return ofFew(message);
    }
  }

  private static String kind(ToWorker.Define define) {
    return switch (define.kind()) {
      case FUNCTION -> "";
      case BI_FUNCTION -> ", for pairs";
      case CALL -> ", to call items that are tasks";
      case INITIALIZER -> ", to be run once";
    };
  }

  private static String ofFew(ToWorker message) {
    if (message instanceof ToWorker.Welcome welcome) {
      return "welcome, you are worker " + welcome.workerId();
    } else if (message instanceof ToWorker.Names names) {
      return names(names.firstId(), names.names());
    } else if (message instanceof ToWorker.Start start) {
      return start.initializerId().isPresent()
          ? "run function " + start.initializerId().getAsInt() + ", then get ready"
          : "get ready";
    } else if (message instanceof ToWorker.Forget forget) {
      return "function " + forget.functionId() + " is not needed any more";
    } else if (message instanceof ToWorker.Broadcast broadcast) {
      return "here is broadcast value " + broadcast.broadcastId();
    } else if (message instanceof ToWorker.BroadcastClosed closed) {
      return "broadcast value " + closed.broadcastId() + " is closed";
    } else if (message instanceof ToWorker.Bye) {
      return "bye";
    } else {
      throw new AssertionError(message);
    }
  }

  String of(ToCoordinator message) {
    if (message instanceof ToCoordinator.Results results) {
      long first = firstIndexes.get(results.chunkId()).orElse(0L) + results.firstPosition();
      return "results of " + items(first, results.answers().count());
    } else if (message instanceof ToCoordinator.Returned returned) {
      return "chunk %d given back from %s on"
          .formatted(returned.chunkId(), item(returned.chunkId(), returned.fromPosition()));
    } else if (message instanceof ToCoordinator.ResourceWanted request) {
      wanted.put(request.requestId(), resource(request.name()));
      return resource(request.name()) + " wanted";
    } else if (message instanceof ToCoordinator.BroadcastWanted broadcast) {
      return "broadcast value " + broadcast.broadcastId() + " wanted";
    } else if (message instanceof ToCoordinator.Names names) {
      return names(names.firstId(), names.names());
    } else if (message instanceof ToCoordinator.Hello hello) {
      return "hello, I am pid %d, Java %s".formatted(hello.pid(), quoted(hello.javaVersion()));
    } else if (message instanceof ToCoordinator.Ready) {
      return "ready";
    } else if (message instanceof ToCoordinator.Retiring retiring) {
      return "please replace me: " + quoted(retiring.reason());
    } else if (message instanceof ToCoordinator.StartFailed) {
      return "the initializer failed";
    } else {
      throw new AssertionError(message);
    }
  }

  private String item(long chunkId, int position) {
    return "item " + (firstIndexes.get(chunkId).orElse(0L) + position);
  }

  private String wanted(int requestId) {
    return wanted.get(requestId).orElse("request " + requestId);
  }

  private static String items(long first, int count) {
    return count == 1 ? "item " + first : "items " + first + ".." + (first + count - 1);
  }

  private static String resource(String name) {
    return name.endsWith(CLASS)
        ? "class " + quoted(name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
        : "resource " + quoted(name);
  }

  private static String names(int firstId, List<String> names) {
    String some =
        String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)))
            + (names.size() > MAX_NAMES ? ", …" : "");
    String numbers =
        names.size() == 1
            ? "name " + firstId
            : "names " + firstId + ".." + (firstId + names.size() - 1);
    return numbers + ": " + quoted(some);
  }

  /** What others wrote, as a part of a line that a terminal can show without being steered. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MAX_TEXT_CHARS ? line.substring(0, MAX_TEXT_CHARS) + "…" : line;
  }
}
