package dev.procession.process;

import static dev.procession.process.Attack.atStart;
import static dev.procession.process.Attack.atWork;
import static dev.procession.process.Attack.bySaying;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Answers to what was not asked, and other things that do not fit what the worker has. */
final class AttacksOnAnswers {
  private static final int RESULTS = 69;
  private static final int RETIRING = 72;
  private static final long UNKNOWN_CHUNK = 999_999;

  private AttacksOnAnswers() {}

  static Stream<Attack> all() {
    return Stream.of(forOtherChunks(), forOtherItems(), withBadItems(), outOfTurn(), byPage())
        .flatMap(all -> all);
  }

  private static Stream<Attack> forOtherChunks() {
    return Stream.of(
        bySaying(
            "results for a chunk that nobody has",
            "answered chunk 999999, where chunk",
            run -> new ToCoordinator.Results(UNKNOWN_CHUNK, 0, 1, run.items())),
        new Attack(
            "results for another worker's chunk",
            (self, pool) -> {
              ToWorker.Run run = self.beginWork();
              long other = pool.neighboursChunk();
              self.say(new ToCoordinator.Results(other, 0, 1, run.items()));
              pool.attackBegins();
            },
            "The worker answered chunk "),
        atWork(
            "results twice",
            "The worker answered chunk ",
            (self, run) -> {
              self.echo(run);
              self.echo(run);
            }),
        atWork(
            "results of the second chunk before the first",
            "The worker answered chunk ",
            (self, run) -> self.echo(self.await(ToWorker.Run.class))),
        atWork(
            "results with the greatest number of a chunk",
            "answered chunk " + Protocol.MAX_CHUNK_ID,
            (self, run) ->
                self.say(new ToCoordinator.Results(Protocol.MAX_CHUNK_ID, 0, 1, run.items()))),
        atWork(
            "results with a number that no chunk can have",
            "the chunk is 2199023255551, more than",
            (self, run) ->
                self.say(
                    new ToCoordinator.Results(2 * Protocol.MAX_CHUNK_ID + 1, 0, 1, run.items()))),
        atStart(
            "results before any chunk",
            "answered chunk 1, where none is due",
            self -> {
              self.hello();
              self.say(new ToCoordinator.Results(1, 0, 1, items(1)));
            }));
  }

  private static Stream<Attack> forOtherItems() {
    return Stream.of(
        bySaying(
            "more results than items",
            "sent 5 answers from position 0",
            run -> new ToCoordinator.Results(run.chunkId(), 0, 1, items(BesiegedPool.CHUNK + 1))),
        bySaying(
            "no results",
            "sent 0 answers from position 0",
            run -> new ToCoordinator.Results(run.chunkId(), 0, 1, items(0))),
        bySaying(
            "results of later items first",
            "sent 2 answers from position 2",
            run -> new ToCoordinator.Results(run.chunkId(), 2, 1, items(2))),
        bySaying(
            "results beyond the chunk",
            "sent 1 answers from position " + Protocol.MAX_CHUNK_ITEMS,
            run -> new ToCoordinator.Results(run.chunkId(), Protocol.MAX_CHUNK_ITEMS, 1, items(1))),
        atWork(
            "result of an item twice",
            // The chunk may have no other.
            " of type 69: ",
            (self, run) -> {
              EncodedItems first = run.items().slice(0, 1);
              self.say(new ToCoordinator.Results(run.chunkId(), 0, 1, first));
              self.say(new ToCoordinator.Results(run.chunkId(), 0, 1, first));
            }));
  }

  private static Stream<Attack> withBadItems() {
    return Stream.of(
        atWork(
            "items shorter than they say",
            "the length of each item is 100, but 1 bytes are left",
            (self, run) -> self.writeFrame(RESULTS, results(run, 1, 100, 0))),
        atWork(
            "items longer than they say",
            "its items claim 1 bytes, but the rest has 2",
            (self, run) -> self.writeFrame(RESULTS, results(run, 1, 1, 0, 0))),
        atWork(
            "more items than fit",
            "it claims to have 5 items, more than fit",
            (self, run) -> self.writeFrame(RESULTS, results(run, 5, 0, 0, 0, 0, 0))),
        atWork(
            "items that need names which were not sent",
            "need 77 names, of which 0 were sent",
            (self, run) -> {
              EncodedItems of = run.items();
              EncodedItems needing =
                  new EncodedItems(of.copyOf(0), new int[] {of.end(0) - of.start(0)}, 1, 77);
              self.say(new ToCoordinator.Results(run.chunkId(), 0, 1, needing));
            }));
  }

  private static Stream<Attack> outOfTurn() {
    return Stream.of(
        bySaying(
            "chunk returned that nobody wanted back",
            "which was not revoked",
            run -> new ToCoordinator.Returned(run.chunkId(), 1)),
        bySaying(
            "chunk returned that nobody has",
            "which was not revoked",
            run -> new ToCoordinator.Returned(UNKNOWN_CHUNK, 0)),
        atWork(
            "wish to be replaced, again and again",
            "asked twice to be replaced. The message: 5 bytes of type 72: \".more\"",
            (self, run) -> {
              self.say(new ToCoordinator.Retiring("once"));
              self.say(new ToCoordinator.Retiring("more"));
            }),
        atWork(
            "reason without an end",
            "the reason is longer than 1024 characters",
            (self, run) -> self.writeFrame(RETIRING, reason(5000))));
  }

  /** What its page says must not matter to others; then it sends rubbish, and is asked about it. */
  private static Stream<Attack> byPage() {
    return Stream.of(
        page("says that it runs another worker's item", (self, run) -> self.running(3, 0)),
        page(
            "says that it runs what nobody has",
            (self, run) -> self.running(Protocol.MAX_CHUNK_ID, Protocol.MAX_CHUNK_ITEMS - 1)),
        page("says that it runs an item before the first", (self, run) -> pageWord(self, 1 << 24)),
        page("is full of rubbish", (self, run) -> pageWord(self, -1)),
        page("is cut off", (self, run) -> self.pageFile().truncate(0)),
        page("has no end", (self, run) -> self.pageFile().write(ByteBuffer.allocate(1), 1L << 40)));
  }

  private static Attack page(String what, Attack.AtWork lie) {
    return atWork(
        "page that " + what + ", then rubbish",
        "No frame where frame 2 should start: \"rubbish",
        (self, run) -> {
          lie.play(self, run);
          self.write("rubbish rubbish".getBytes(StandardCharsets.UTF_8));
        });
  }

  private static void pageWord(ScriptedWorker self, long word) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    self.pageFile().write(bytes.putLong(0, word), 0);
  }

  /** The body of results with no names, so many items, and what follows. */
  private static byte[] results(ToWorker.Run run, int count, int... rest) {
    byte[] body = new byte[5 + rest.length];
    // The numbers of a test's chunks are small.
    body[0] = (byte) run.chunkId();
    body[2] = 1;
    body[4] = (byte) count;
    for (int i = 0; i < rest.length; i++) {
      body[5 + i] = (byte) rest[i];
    }
    return body;
  }

  /** The body of a wish to be replaced for a long reason; no codec would write it. */
  private static byte[] reason(int chars) {
    byte[] body = new byte[2 + chars];
    Arrays.fill(body, (byte) '?');
    body[0] = (byte) ((chars & 0x7f) | 0x80);
    body[1] = (byte) (chars >> 7);
    return body;
  }

  /** Nulls. */
  private static EncodedItems items(int count) {
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      ends[i] = i + 1;
    }
    return new EncodedItems(new byte[count], ends, count, 0);
  }
}
