package dev.procession.process.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.tunnel.Message.Stream;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final LaunchOptions LAUNCH =
      new LaunchOptions(
          3,
          Optional.of(Path.of("/jdk")),
          List.of("-Da=b", "-Dc=ü"),
          OptionalLong.of(1 << 20),
          Optional.of(List.of(Path.of("/a.jar"), Path.of("/b"))),
          Map.of("K", "V", "L", ""),
          LaunchOptions.EnvironmentInheritance.CLEAN,
          List.of("p.*"),
          Optional.of(Path.of("/w")),
          5);

  private static final List<Message> MESSAGES =
      List.of(
          new Message.Hello(Message.VERSION, 2, 3, -4, "17.0.1"),
          new Message.Beat(Long.MIN_VALUE),
          new Message.Launched(1, 2, "/page"),
          new Message.NotLaunched(1, "why"),
          new Message.NoPlace(1),
          new Message.Draining(),
          new Message.Running(1, Optional.of(new RunningItem(2, 3))),
          new Message.Exited(1, OptionalInt.of(7), Optional.of(new RunningItem(2, 3)), "hs_err"),
          new Message.Open(5, LAUNCH, List.of(new Blob("0a".repeat(32), 7))),
          new Message.Open(5, LaunchOptions.defaults(1), List.of()),
          new Message.Wanted(-1, "0a".repeat(32)),
          new Message.Prepared(),
          new Message.NotPrepared("no space"),
          new Message.Splice(1, new Blob("0a".repeat(32), 7)),
          new Message.Forget("0a".repeat(32)),
          new Message.Echo(6),
          new Message.Launch(1, new WorkerKey(2, 3)),
          new Message.Ready(1),
          new Message.Kill(1),
          new Message.End(1, Stream.STDERR),
          new Message.Credit(1, Stream.STDIN, 65_536));

  @Test
  void messagesComeBackAsTheyWere() throws Exception {
    for (Message message : MESSAGES) {
      assertEquals(message, MessageCodec.message(MessageCodec.bytes(17, message)));
      assertEquals(17, MessageCodec.number(MessageCodec.bytes(17, message)));
    }
  }

  @Test
  void bytesComeBackAsTheyWere() throws Exception {
    Message.Bytes sent = new Message.Bytes(1, Stream.STDOUT, new byte[] {1, 0, -1});

    Message.Bytes got = (Message.Bytes) MessageCodec.message(MessageCodec.bytes(0, sent));

    assertEquals(Stream.STDOUT, got.stream());
    assertArrayEquals(sent.bytes(), got.bytes());
  }

  @Test
  void everyTypeIsAmongThoseTested() {
    Set<Class<?>> tested = MESSAGES.stream().map(Message::getClass).collect(Collectors.toSet());
    tested.add(Message.Bytes.class);

    assertEquals(
        Arrays.stream(Message.class.getPermittedSubclasses()).collect(Collectors.toSet()), tested);
  }

  @Test
  void messagesThatAreCutOffAreRefused() {
    for (Message message : MESSAGES) {
      byte[] whole = MessageCodec.bytes(0, message);
      byte[] cut = Arrays.copyOf(whole, whole.length - 1);

      assertThrows(IOException.class, () -> MessageCodec.message(cut), message::toString);
    }
  }
}
