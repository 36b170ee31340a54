package dev.procession.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageTextTest {
  private final MessageText text = new MessageText();

  private static EncodedItems items(int count) {
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      ends[i] = i + 1;
    }
    return new EncodedItems(new byte[count], ends, count, 0);
  }

  private static ToWorker.Define define(FunctionKind kind) {
    return new ToWorker.Define(1, kind, 0, new byte[312]);
  }

  /** One of each kind. */
  private static List<ToWorker> toWorker() {
    return List.of(
        new ToWorker.Welcome(1, 2, 3, 4, "page", OptionalLong.empty(), 5),
        new ToWorker.Names(4, List.of("a.B")),
        define(FunctionKind.FUNCTION),
        new ToWorker.Forget(1),
        new ToWorker.Start(OptionalInt.empty()),
        new ToWorker.Run(3, 1, 4, 1, items(4)),
        new ToWorker.Revoke(3),
        new ToWorker.StackWanted(3, 1),
        new ToWorker.Cancel(3, 1),
        new ToWorker.Resource(9, new byte[0]),
        new ToWorker.NoResource(9, "nobody has it"),
        new ToWorker.DefinedElsewhere(9, 2),
        new ToWorker.Broadcast(6, 0, items(1)),
        new ToWorker.BroadcastClosed(6),
        new ToWorker.ObjectClosed(255),
        new ToWorker.SharedAnswer(8, new SharedReply.Locked(true)),
        new ToWorker.Bye());
  }

  /** One of each kind. */
  private static List<ToCoordinator> toCoordinator() {
    return List.of(
        new ToCoordinator.Hello(1, 1234, 17, "17.0.1"),
        new ToCoordinator.Ready(),
        new ToCoordinator.StartFailed(new byte[0]),
        new ToCoordinator.Names(0, List.of("a", "b", "c", "d")),
        new ToCoordinator.Results(3, 0, 1, items(2)),
        new ToCoordinator.Returned(3, 2),
        new ToCoordinator.ResourceWanted(9, 0, "dev/x/Y.class"),
        new ToCoordinator.BroadcastWanted(6),
        new ToCoordinator.SharedRequest(8, 3, 0, 4, 1, 255, "at", new SharedOperation.Lock(0)),
        new ToCoordinator.SharedWithdrawal(8),
        new ToCoordinator.StackTaken(
            3, 1, List.of(new StackTraceElement("a.Parser", "skip", "Parser.java", 7))),
        new ToCoordinator.StackTaken(3, 1, List.of()),
        new ToCoordinator.Retiring("too little heap"));
  }

  @Test
  void coordinatorsMessagesReadAsAStory() {
    List<String> story = toWorker().stream().map(text::of).toList();

    assertEquals(
        List.of(
            "welcome as worker 2",
            "name 4: a.B",
            "function 1 defined (312 bytes)",
            "function 1 is no longer needed",
            "start",
            "chunk 3 for function 1: items 5..8",
            "return the unstarted items of chunk 3",
            "where in its code is item 6?",
            "cancel item 6",
            "reply: request 9",
            "reply: no request 9: nobody has it",
            "reply: request 9 belongs to loader 2",
            "reply: broadcast value 6",
            "broadcast value 6 is closed",
            "object ff is closed",
            "to request 8 at a shared object: Locked",
            "bye"),
        story);
  }

  @Test
  void workersMessagesReadAsAStory() {
    text.of(new ToWorker.Run(3, 1, 4, 1, items(4)));

    List<String> story = toCoordinator().stream().map(text::of).toList();

    assertEquals(
        List.of(
            "hello from pid 1234, Java 17.0.1",
            "ready",
            "the initializer failed",
            "names 0..3: a, b, c, …",
            "results of items 5..6",
            "chunk 3 returned from item 7 on",
            "request: class dev.x.Y",
            "request: broadcast value 6",
            "Lock at shared object ff, request 8",
            "request 8 is withdrawn",
            "item 6 is at a.Parser.skip(Parser.java:7)",
            "item 6 is at an unknown place",
            "asks to be replaced: too little heap"),
        story);
  }

  @Test
  void thereAreWordsForEveryMessage() {
    assertEquals(kinds(ToWorker.class), kinds(toWorker().stream()));
    assertEquals(kinds(ToCoordinator.class), kinds(toCoordinator().stream()));
  }

  private static Set<Class<?>> kinds(Class<?> sealed) {
    return Set.of(sealed.getPermittedSubclasses());
  }

  private static Set<Class<?>> kinds(Stream<?> messages) {
    return messages.map(Object::getClass).collect(Collectors.toSet());
  }

  @Test
  void answerToARequestSaysWhatWasWanted() {
    text.of(new ToCoordinator.ResourceWanted(7, 0, "dev/x/Y.class"));
    text.of(new ToCoordinator.ResourceWanted(8, 0, "a.properties"));

    assertEquals("reply: class dev.x.Y", text.of(new ToWorker.Resource(7, new byte[9])));
    assertEquals(
        "reply: no resource a.properties: it is nowhere",
        text.of(new ToWorker.NoResource(8, "it is nowhere")));
    assertEquals(
        "reply: class dev.x.Y can only come from your class path",
        text.of(new ToWorker.NoResource(7, "")));
  }

  @Test
  void singleItemIsNotARange() {
    assertEquals(
        "chunk 3 for function 1: item 5, attempt 2",
        text.of(new ToWorker.Run(3, 1, 4, 2, items(1))));
    assertEquals("results of item 5", text.of(new ToCoordinator.Results(3, 0, 1, items(1))));
  }

  @Test
  void functionsOfOtherKindsSaySo() {
    assertTrue(text.of(define(FunctionKind.BI_FUNCTION)).endsWith(", of two arguments"));
    assertTrue(text.of(define(FunctionKind.CALL)).endsWith(", calls each item as a task"));
    assertTrue(text.of(define(FunctionKind.INITIALIZER)).endsWith(", runs once"));
    assertEquals(
        "start with initializer, function 1", text.of(new ToWorker.Start(OptionalInt.of(1))));
  }

  @Test
  void whatWorkersWriteCannotSteerATerminal() {
    String said = text.of(new ToCoordinator.Retiring("\u001b[2Jgone\r\n" + "x".repeat(1_000)));

    assertFalse(said.chars().anyMatch(Character::isISOControl), said);
    assertTrue(said.startsWith("asks to be replaced: [2Jgone x"), said);
    assertTrue(said.length() < 150, said);
  }
}
