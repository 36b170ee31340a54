package dev.procession.process;

import static dev.procession.process.Attack.atStart;
import static dev.procession.process.Attack.atWork;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Bytes that are no messages, and messages that do not belong there. */
final class AttacksOnTheStream {
  private static final int HELLO = 65;
  private static final int READY = 66;
  private static final int NAMES = 68;
  private static final int RUN = 6;
  private static final int NOISE_BYTES = Protocol.MAX_NOISE_BYTES + 1;

  private AttacksOnTheStream() {}

  static Stream<Attack> all() {
    return Stream.of(
            insteadOfTheHello(),
            withinTheHello(),
            insteadOfFrames(),
            byFrames(),
            byStages(),
            byEnd())
        .flatMap(all -> all);
  }

  private static Stream<Attack> insteadOfTheHello() {
    return Stream.of(
        atStart(
            "text without end instead of the hello",
            "bytes without a hello; it wrote \"GET / HTTP/1.1",
            self -> self.write("GET / HTTP/1.1\n".repeat(NOISE_BYTES / 14).getBytes(UTF_8))),
        atStart(
            "first bytes of the preamble without end",
            "bytes without a hello",
            self -> {
              byte[] noise = new byte[NOISE_BYTES + 1];
              Arrays.fill(noise, Protocol.preamble()[0]);
              self.write(noise);
            }),
        atStart(
            "another message instead of the hello",
            "first message is not Hello: 0 bytes of type 66",
            self -> {
              self.write(Protocol.preamble());
              self.say(new ToCoordinator.Ready());
            }),
        atStart(
            "another version",
            "speaks protocol version 99",
            self -> {
              self.write(Protocol.preamble());
              self.say(new ToCoordinator.Hello(99, 1, 17, "17"));
            }));
  }

  private static Stream<Attack> withinTheHello() {
    return Stream.of(
        atStart(
            "hello that is too short",
            "Bad Hello of 1 bytes",
            self -> {
              self.write(Protocol.preamble());
              self.writeFrame(HELLO, (byte) 1);
            }),
        atStart(
            "hello that is too long",
            "bytes too many",
            self -> {
              self.write(Protocol.preamble());
              self.writeFrame(HELLO, (byte) 1, (byte) 1, (byte) 17, (byte) 1, (byte) 'a', (byte) 0);
            }),
        atStart(
            "text whose length is a lie",
            "is 127, but 1 bytes are left",
            self -> {
              self.write(Protocol.preamble());
              self.writeFrame(HELLO, (byte) 1, (byte) 1, (byte) 17, (byte) 127, (byte) 'a');
            }),
        atStart(
            "number without an end",
            "is not a number",
            self -> {
              self.write(Protocol.preamble());
              byte[] endless = new byte[100];
              Arrays.fill(endless, (byte) 0xff);
              self.writeFrame(HELLO, endless);
            }));
  }

  private static Stream<Attack> insteadOfFrames() {
    Stream<Attack> single =
        Stream.of(
            atWork(
                "print in between",
                "No frame where frame 2 should start: \"hello, world",
                (self, run) -> self.write("hello, world".getBytes(UTF_8))),
            atWork(
                "preamble again",
                "No frame where frame 2 should start: \".Procs",
                (self, run) -> self.write(Protocol.preamble())),
            atWork(
                "flags that do not exist",
                "No frame where frame 2 should start",
                (self, run) -> self.write((byte) 0xF1, (byte) 0xC5, (byte) READY, (byte) 1)));
    // A frame's header has 8 bytes, so the reader waits for no more.
    Stream<Attack> random =
        LongStream.range(0, 8)
            .mapToObj(
                seed ->
                    atWork(
                        "any bytes, by seed " + seed,
                        "hex",
                        (self, run) -> {
                          byte[] bytes = new byte[100 << seed];
                          new Random(seed).nextBytes(bytes);
                          self.write(bytes);
                        }));
    return Stream.concat(single.map(AttacksOnTheStream::padded), random);
  }

  /** The same with enough after it for the reader to see a header. */
  private static Attack padded(Attack attack) {
    return new Attack(
        attack.name(),
        (self, pool) -> {
          attack.script().play(self, pool);
          self.write(new byte[16]);
        },
        attack.said());
  }

  private static Stream<Attack> byFrames() {
    return Stream.of(
        atWork(
            "negative length",
            "claims to be 4294967295 bytes long",
            (self, run) -> self.writeHeader(READY, -1)),
        atWork(
            "greatest length",
            "claims to be 2147483647 bytes long",
            (self, run) -> self.writeHeader(READY, Integer.MAX_VALUE)),
        atWork(
            "length beyond the limit by one",
            "but at most ",
            (self, run) -> self.writeHeader(READY, Protocol.MAX_FAILURE_BYTES + (1 << 20) + 1)),
        atWork("type that does not exist", "unknown type 0", (self, run) -> self.writeFrame(0)),
        atWork(
            "type of the other direction",
            "unknown type 6: \"abc\" (hex 61 62 63)",
            (self, run) -> self.writeFrame(RUN, (byte) 'a', (byte) 'b', (byte) 'c')),
        atWork(
            "message with more than belongs to it",
            "Bad Ready",
            (self, run) -> self.writeFrame(READY, (byte) 1)),
        atWork(
            "more names than are there",
            "is 127, but 0 bytes are left",
            (self, run) -> self.writeFrame(NAMES, (byte) 0, (byte) 127)),
        atWork(
            "more names than there may be",
            "more than 1048576",
            (self, run) -> {
              byte[] body = new byte[5 + (2 << 20)];
              body[1] = (byte) 0x80;
              body[2] = (byte) 0x80;
              body[3] = (byte) 0x80;
              body[4] = 1;
              self.writeFrame(NAMES, body);
            }));
  }

  private static Stream<Attack> byStages() {
    return Stream.of(
        atWork(
            "hello again",
            "said hello twice",
            (self, run) -> self.say(new ToCoordinator.Hello(Protocol.VERSION, 1, 17, "17"))),
        atWork(
            "ready again",
            "reported the outcome of its start twice. The message: 0 bytes of type 66",
            (self, run) -> self.say(new ToCoordinator.Ready())),
        atWork(
            "start that failed after all",
            "reported the outcome of its start twice",
            (self, run) -> self.say(new ToCoordinator.StartFailed(new byte[] {1}))),
        atStart(
            "talk after the start has failed",
            "sent a message other than a request after it had reported that it cannot",
            self -> {
              self.hello();
              self.say(new ToCoordinator.StartFailed(new byte[] {1}));
              self.say(new ToCoordinator.Ready());
            }),
        atStart(
            "names out of order",
            "Names from 1 on were sent, but 0 are known",
            self -> {
              self.hello();
              self.say(new ToCoordinator.Names(1, List.of("a")));
            }),
        atStart(
            "no names, again and again",
            "sent an empty name table",
            self -> {
              self.hello();
              self.say(new ToCoordinator.Names(0, List.of()));
            }),
        atStart(
            "names without an end",
            " characters and 65535 more are over the limit of 16777216",
            AttacksOnTheStream::hugeNames));
  }

  private static void hugeNames(ScriptedWorker self) throws Exception {
    self.hello();
    List<String> names = List.of("a".repeat(Protocol.MAX_NAME_CHARS));
    for (int sent = 0; ; sent++) {
      self.say(new ToCoordinator.Names(sent, names));
    }
  }

  private static Stream<Attack> byEnd() {
    return Stream.of(
        atStart(
            "end before the hello, and living on",
            "it wrote \"oops\" (hex 6f 6f 70 73), but its process is still running",
            self -> {
              self.write("oops".getBytes(UTF_8));
              self.process().stdout.out.close();
            }),
        atWork(
            "end, and living on",
            "but its process is still running",
            (self, run) -> self.process().stdout.out.close()),
        atWork(
            "end in the midst of a frame, and living on",
            "in its body, after 1 of 100 bytes, but its process is still running",
            (self, run) -> {
              self.writeHeader(READY, 100);
              self.write((byte) 1);
              self.process().stdout.out.close();
            }));
  }
}
