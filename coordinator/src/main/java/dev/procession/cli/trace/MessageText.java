package dev.procession.cli.trace;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.ItemDecoder;
import java.util.List;

/**
 * Describes the messages between the coordinator and one worker process. Must be given all of them,
 * in order, because some refer to earlier ones by number. Not thread-safe.
 */
final class MessageText {
  private static final int MAX_TEXT_CHARS = 100;
  private static final int MAX_NAMES = 3;
  private static final String CLASS = ".class";
  private static final ClassLoader NO_CLASSES = ClassLoader.getPlatformClassLoader();

  /** The index of the first item of each chunk, by the chunk's number. */
  private final Recent<Long> firstIndexes = new Recent<>();

  /** The requested resource, by the request's number. */
  private final Recent<String> wanted = new Recent<>();

  String of(ToWorker message) {
    if (message instanceof ToWorker.Run run) {
      firstIndexes.put(run.chunkId(), run.firstIndex());
      String again = run.attempt() > 1 ? ", attempt " + run.attempt() : "";
      String items = items(run.firstIndex(), run.items().count()) + texts(run.items());
      return "chunk %d for function %d: %s%s"
          .formatted(run.chunkId(), run.functionId(), items, again);
    } else if (message instanceof ToWorker.Define define) {
      return "function %d defined (%d bytes)%s"
          .formatted(define.functionId(), define.encoded().length, kind(define));
    } else if (message instanceof ToWorker.Revoke revoke) {
      return "return the unstarted items of chunk " + revoke.chunkId();
    } else if (message instanceof ToWorker.Cancel cancel) {
      return "cancel " + item(cancel.chunkId(), cancel.position());
    } else if (message instanceof ToWorker.StackWanted wanted) {
      return "where in its code is %s?".formatted(item(wanted.chunkId(), wanted.position()));
    } else if (message instanceof ToWorker.Resource resource) {
      return "reply: " + wanted(resource.requestId());
    } else if (message instanceof ToWorker.NoResource none) {
      String missing = wanted(none.requestId());
      return none.why().isEmpty()
          ? "reply: " + missing + " can only come from your class path"
          : "reply: no " + missing + ": " + quoted(none.why());
    } else if (message instanceof ToWorker.DefinedElsewhere other) {
      return "reply: " + wanted(other.requestId()) + " belongs to loader " + other.loaderId();
    } else {
      return ofFew(message);
    }
  }

  private static String kind(ToWorker.Define define) {
    return switch (define.kind()) {
      case FUNCTION -> "";
      case BI_FUNCTION -> ", of two arguments";
      case CONSUMER -> ", without results";
      case CALL -> ", calls each item as a task";
      case INITIALIZER -> ", runs once";
    };
  }

  private static String ofFew(ToWorker message) {
    if (message instanceof ToWorker.Welcome welcome) {
      return "welcome as worker " + welcome.workerId();
    } else if (message instanceof ToWorker.Names names) {
      return names(names.firstId(), names.names());
    } else if (message instanceof ToWorker.Start start) {
      return start.initializerId().isPresent()
          ? "start with initializer, function " + start.initializerId().getAsInt()
          : "start";
    } else if (message instanceof ToWorker.Forget forget) {
      return "function " + forget.functionId() + " is no longer needed";
    } else if (message instanceof ToWorker.Broadcast broadcast) {
      return "reply: broadcast value " + broadcast.broadcastId();
    } else if (message instanceof ToWorker.BroadcastClosed closed) {
      return "broadcast value " + closed.broadcastId() + " is closed";
    } else if (message instanceof ToWorker.ObjectClosed closed) {
      return "object %x is closed".formatted(closed.objectId());
    } else if (message instanceof ToWorker.SharedAnswer answer) {
      return "to request %d at a shared object: %s"
          .formatted(answer.requestId(), answer.reply().getClass().getSimpleName());
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
      return "chunk %d returned from %s on"
          .formatted(returned.chunkId(), item(returned.chunkId(), returned.fromPosition()));
    } else if (message instanceof ToCoordinator.ResourceWanted request) {
      wanted.put(request.requestId(), resource(request.name()));
      return "request: " + resource(request.name());
    } else if (message instanceof ToCoordinator.BroadcastWanted broadcast) {
      return "request: broadcast value " + broadcast.broadcastId();
    } else if (message instanceof ToCoordinator.SharedRequest request) {
      return "%s at shared object %x, request %d"
          .formatted(
              request.operation().getClass().getSimpleName(),
              request.objectId(),
              request.requestId());
    } else if (message instanceof ToCoordinator.SharedWithdrawal withdrawal) {
      return "request " + withdrawal.requestId() + " is withdrawn";
    } else if (message instanceof ToCoordinator.Names names) {
      return names(names.firstId(), names.names());
    } else if (message instanceof ToCoordinator.Hello hello) {
      return "hello from pid %d, Java %s".formatted(hello.pid(), quoted(hello.javaVersion()));
    } else if (message instanceof ToCoordinator.Ready) {
      return "ready";
    } else if (message instanceof ToCoordinator.Retiring retiring) {
      return "asks to be replaced: " + quoted(retiring.reason());
    } else if (message instanceof ToCoordinator.StackTaken taken) {
      return "%s is at %s"
          .formatted(
              item(taken.chunkId(), taken.position()),
              taken.frames().isEmpty()
                  ? "an unknown place"
                  : quoted(taken.frames().get(0).toString()));
    } else if (message instanceof ToCoordinator.StartFailed) {
      return "the initializer failed";
    } else {
      throw new AssertionError(message);
    }
  }

  private String item(long chunkId, int position) {
    return "item " + (firstIndexes.get(chunkId).orElse(0L) + position + 1);
  }

  private String wanted(int requestId) {
    return wanted.get(requestId).orElse("request " + requestId);
  }

  /** The first and the last, if they are what people have written: texts and numbers. */
  private static String texts(EncodedItems items) {
    String first = text(items, 0);
    if (first.isEmpty()) {
      return "";
    }
    int last = items.count() - 1;
    return last == 0 ? " (" + first + ")" : " (" + first + " to " + text(items, last) + ")";
  }

  private static String text(EncodedItems items, int i) {
    try {
      Object item = new ItemDecoder(new KnownNames(), NO_CLASSES).decode(items, i);
      return item instanceof String || item instanceof Number
          ? "\"" + quoted(item + "") + "\""
          : "";
    } catch (DecodingException | RuntimeException e) {
      return "";
    }
  }

  /** Counted from 1, as in all messages for people. */
  private static String items(long first, int count) {
    return count == 1 ? "item " + (first + 1) : "items " + (first + 1) + ".." + (first + count);
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

  /** Quotes untrusted text in a line, without terminal control characters. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MAX_TEXT_CHARS ? line.substring(0, MAX_TEXT_CHARS) + "…" : line;
  }
}
