package dev.procession.protocol;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One or more of each message, and how to compare them. */
final class Messages {
  private Messages() {}

  static EncodedItems items(int... lengths) {
    int size = Arrays.stream(lengths).sum();
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31);
    }
    int[] ends = new int[lengths.length];
    int end = 0;
    for (int i = 0; i < lengths.length; i++) {
      end += lengths[i];
      ends[i] = end;
    }
    return new EncodedItems(bytes, ends, lengths.length, 17);
  }

  /** Items that are kept without an end for each. */
  static EncodedItems uniformItems(int count, int length) {
    byte[] bytes = items(3, count * length).array();
    return EncodedItems.uniform(bytes, 3, length, count, 17);
  }

  static List<ToWorker> toWorker() {
    List<ToWorker> all = new ArrayList<>();
    String page = "/tmp/ü/日本";
    OptionalLong limit = OptionalLong.of(Long.MAX_VALUE);
    all.add(new ToWorker.Welcome(1, 0, 123_456_789_012L, Integer.MAX_VALUE, page, limit, 0));
    all.add(new ToWorker.Welcome(1, 1, 1, 1, "", OptionalLong.empty(), Long.MAX_VALUE));
    all.add(new ToWorker.Names(0, List.of()));
    all.add(new ToWorker.Names(7, List.of("java.lang.String", "[I", "\ud800", "a\u0000b")));
    all.add(new ToWorker.Define(3, FunctionKind.BI_FUNCTION, 2, new byte[] {1, 2, 3}));
    all.add(new ToWorker.Forget(Integer.MAX_VALUE));
    all.add(new ToWorker.Start(OptionalInt.empty()));
    all.add(new ToWorker.Start(OptionalInt.of(0)));
    all.add(new ToWorker.Run(Protocol.MAX_CHUNK_ID, 3, Long.MAX_VALUE, 1, items()));
    all.add(new ToWorker.Run(0, 0, 0, 2, items(1, 200, 3)));
    all.add(new ToWorker.Run(0, 0, 0, 2, uniformItems(300, 5)));
    all.add(new ToWorker.Revoke(300));
    all.add(new ToWorker.Cancel(300, 5));
    all.add(new ToWorker.StackWanted(300, 5));
    all.add(new ToWorker.NoResource(0, ""));
    all.add(new ToWorker.DefinedElsewhere(1, Integer.MAX_VALUE));
    all.add(new ToWorker.NoResource(1, "asked ünder 日本"));
    all.add(new ToWorker.Resource(2, new byte[0]));
    all.add(new ToWorker.Resource(3, new byte[300]));
    all.add(new ToWorker.Broadcast(Long.MAX_VALUE, 2, items(200)));
    all.add(new ToWorker.BroadcastClosed(1));
    all.add(new ToWorker.ObjectClosed(Long.MAX_VALUE));
    sharedReplies().forEach(reply -> all.add(new ToWorker.SharedAnswer(300, reply)));
    all.add(new ToWorker.Bye());
    return all;
  }

  static List<ToCoordinator> toCoordinator() {
    List<ToCoordinator> all = new ArrayList<>();
    all.add(new ToCoordinator.Hello(1, 99, 17, "17.0.15+6"));
    all.add(new ToCoordinator.Ready());
    all.add(new ToCoordinator.StartFailed(new byte[] {5}));
    all.add(new ToCoordinator.Names(1, Collections.nCopies(200, "some.Class")));
    all.add(new ToCoordinator.Results(5, 6, 7, items(1)));
    all.add(new ToCoordinator.Results(5, 0, 0, items(127, 128, 16_384)));
    all.add(new ToCoordinator.Results(5, 0, 0, uniformItems(300, 5).slice(7, 290)));
    all.add(new ToCoordinator.Returned(5, 6));
    all.add(new ToCoordinator.ResourceWanted(1, 2, "a/B.class"));
    all.add(new ToCoordinator.BroadcastWanted(Long.MAX_VALUE));
    all.add(new ToCoordinator.Retiring("out of memory"));
    all.add(new ToCoordinator.StackTaken(300, 5, frames()));
    all.add(new ToCoordinator.StackTaken(0, 0, List.of()));
    sharedOperations()
        .forEach(o -> all.add(new ToCoordinator.SharedRequest(7, 300, 5, -1, 1, 99, "ünder", o)));
    all.add(new ToCoordinator.SharedWithdrawal(Long.MAX_VALUE));
    return all;
  }

  private static List<StackTraceElement> frames() {
    return List.of(
        new StackTraceElement(null, "java.base", null, "java.lang.Thread", "sleep", null, -2),
        new StackTraceElement("com.acme.Ünder", "lambda$run$0", "Ünder.java", 300),
        new StackTraceElement("com.acme.Ünder", "run", null, -1));
  }

  private static List<SharedOperation> sharedOperations() {
    byte[] key = {1, 2};
    byte[] value = new byte[200];
    return List.of(
        new SharedOperation.Close(),
        new SharedOperation.Lock(SharedOperation.FOREVER),
        new SharedOperation.Unlock(),
        new SharedOperation.Acquire(Integer.MAX_VALUE, 0),
        new SharedOperation.Release(3),
        new SharedOperation.Read(),
        new SharedOperation.Write(Long.MIN_VALUE),
        new SharedOperation.Add(-1),
        new SharedOperation.CompareAndSet(Long.MAX_VALUE, 1L << 33),
        new SharedOperation.Raise(0),
        new SharedOperation.Lower(-300),
        new SharedOperation.Put(value, 5),
        new SharedOperation.Take(6),
        new SharedOperation.Size(),
        new SharedOperation.Finish(),
        new SharedOperation.Get(key),
        new SharedOperation.Store(key, value, SharedOperation.When.PRESENT),
        new SharedOperation.Remove(key),
        new SharedOperation.Exchange(key, new byte[0], value),
        new SharedOperation.CountDown(),
        new SharedOperation.Await(7));
  }

  private static List<SharedReply> sharedReplies() {
    return List.of(
        new SharedReply.Done(),
        new SharedReply.Locked(true),
        new SharedReply.Numeric(Long.MIN_VALUE),
        new SharedReply.Flag(true),
        new SharedReply.Value(new byte[200]),
        new SharedReply.NoValue(),
        new SharedReply.TimedOut(),
        new SharedReply.Withdrawn(),
        new SharedReply.Finished(),
        new SharedReply.Gone(Long.MAX_VALUE),
        new SharedReply.PoolEnded(),
        new SharedReply.Refused("too many ünder"),
        new SharedReply.Deadlock("a -> b -> a"));
  }

  /** Everything a message says, arrays by their content. */
  static String shown(Record message) {
    StringBuilder text = new StringBuilder(message.getClass().getSimpleName());
    if (message instanceof ToWorker.Run m) {
      text.append(m.chunkId()).append(',').append(m.functionId()).append(',');
      text.append(m.firstIndex()).append(',').append(m.attempt()).append(shown(m.items()));
    } else if (message instanceof ToCoordinator.Results m) {
      text.append(m.chunkId()).append(',').append(m.firstPosition()).append(',');
      text.append(m.busyNanos()).append(shown(m.answers()));
    } else if (message instanceof ToWorker.Define m) {
      text.append(m.functionId()).append(m.kind()).append(m.loaderId());
      text.append(Arrays.toString(m.encoded()));
    } else if (message instanceof ToWorker.Resource m) {
      text.append(m.requestId()).append(Arrays.toString(m.bytes()));
    } else if (message instanceof ToWorker.Broadcast m) {
      text.append(m.broadcastId()).append(',').append(m.loaderId()).append(shown(m.value()));
    } else if (message instanceof ToCoordinator.StartFailed m) {
      text.append(Arrays.toString(m.failure()));
    } else if (message instanceof ToWorker.SharedAnswer m) {
      text.append(m.requestId()).append(shownParts(m.reply()));
    } else if (message instanceof ToCoordinator.SharedRequest m) {
      text.append(m.requestId()).append(',').append(m.chunkId()).append(',').append(m.position());
      text.append(',').append(m.taskIndex()).append(',').append(m.thread()).append(',');
      text.append(m.objectId()).append(m.place()).append(shownParts(m.operation()));
    } else {
      text.append(message);
    }
    return text.toString();
  }

  /** The components of a record, arrays by their content. */
  private static String shownParts(Object part) {
    StringBuilder text = new StringBuilder(part.getClass().getSimpleName());
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(part);
        text.append(' ').append(value instanceof byte[] b ? Arrays.toString(b) : value);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
    return text.toString();
  }

  static String shown(EncodedItems items) {
    StringBuilder text = new StringBuilder(" needs ").append(items.namesNeeded());
    for (int i = 0; i < items.count(); i++) {
      text.append(Arrays.toString(items.copyOf(i)));
    }
    return text.toString();
  }
}
