package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.job.FunctionDefinition;
import dev.procession.process.job.ItemBatch;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.SourceJob;
import dev.procession.process.shipping.Broadcasts;
import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Chunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerWriterTest {
  private final NameTable names = new NameTable();
  private final ByteArrayOutputStream workersStdin = new ByteArrayOutputStream();
  private final List<ToWorker> told = new ArrayList<>();
  private final WorkerWriter writer =
      new WorkerWriter(workersStdin, names, new LongAdder(), told::add);
  private final FunctionDefinition function =
      new FunctionDefinition(
          7, FunctionKind.FUNCTION, NumberedLoader.ofTheClassPath(), new byte[] {1});

  private record Point(int x, int y) {}

  @Test
  void functionAndClassNamesTravelOncePerWorker() throws Exception {
    writer.sendChunk(chunk(1, new Point(1, 2)));
    writer.sendChunk(chunk(2, new Point(3, 4)));

    assertEquals(List.of("Names", "Define", "Run", "Run"), written());
  }

  @Test
  void everyMessageThatIsWrittenIsTold() throws Exception {
    writer.sendChunk(chunk(1, new Point(1, 2)));
    writer.send(new ToWorker.Forget(99));
    writer.send(new ToWorker.Bye());

    List<String> written = written();
    assertEquals(List.of("Names", "Define", "Run", "Bye"), written);
    assertEquals(written, told.stream().map(m -> m.getClass().getSimpleName()).toList());
  }

  @Test
  void functionThatWasForgottenIsDefinedAgain() throws Exception {
    writer.sendChunk(chunk(1, 1));
    writer.send(new ToWorker.Forget(function.functionId()));
    writer.sendChunk(chunk(2, 2));

    assertEquals(List.of("Define", "Run", "Forget", "Define", "Run"), written());
  }

  @Test
  void functionThatAWorkerNeverHadIsNotForgottenThere() throws Exception {
    writer.send(new ToWorker.Forget(function.functionId()));
    writer.sendChunk(chunk(1, 1));

    assertEquals(List.of("Define", "Run"), written());
  }

  @Test
  void messagesThatNobodyReadsAreLimited() throws Exception {
    for (int i = 0; i < WorkerWriter.MAX_WAITING; i++) {
      assertTrue(writer.send(new ToWorker.Bye()));
    }

    assertFalse(writer.send(new ToWorker.Bye()));
    assertFalse(writer.sendChunk(chunk(1, 1)));
    assertEquals(List.of(), written());
  }

  @Test
  void broadcastValueComesAfterTheNamesThatItNeeds() throws Exception {
    Broadcasts broadcasts = new Broadcasts(names, 1000);
    long id = broadcasts.add(new Point(1, 2), NumberedLoader.ofTheClassPath()).broadcastId();

    writer.send(Objects.requireNonNull(broadcasts.find(id)));
    writer.sendChunk(chunk(1, new Point(1, 2)));

    assertEquals(List.of("Names", "Broadcast", "Define", "Run"), written());
  }

  private Chunk chunk(long id, Object item) throws Exception {
    ItemEncoder encoder = new ItemEncoder(names, 1000);
    encoder.add(item);
    return new Chunk(id, new ItemBatch(job(), 0, encoder.take(), List.of(), 0), 0, 1, 1);
  }

  private SourceJob job() {
    return new SourceJob(
        1,
        function,
        new ItemEncoder(names, 1000),
        event -> {},
        new MapRequest.Delivery(
            ResultQueue.Order.INPUT,
            ResultQueue.Taking.TOGETHER,
            OptionalInt.empty(),
            Optional.empty()),
        place -> {},
        new LongAdder());
  }

  private List<String> written() throws Exception {
    writer.end();
    writer.run();
    FrameReader frames =
        new FrameReader(
            new ByteArrayInputStream(workersStdin.toByteArray()), Protocol.MAX_BODY_BYTES);
    List<String> kinds = new ArrayList<>();
    for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
      kinds.add(ToWorkerCodec.read(frame).getClass().getSimpleName());
    }
    return kinds;
  }
}
