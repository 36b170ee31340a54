package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.shared.Owner;
import java.io.OutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In whose name the threads of a worker ask for shared objects. */
class SharedRequestsTest {
  private static final int CHUNK = 7;
  private static final int FIRST_INDEX = 40;

  private final SharedRequests requests =
      new SharedRequests(
          new Outgoing(OutputStream.nullOutputStream(), new NameTable(), new RecordingExit()),
          new BackgroundSender(() -> {}),
          SharedRequestsTest.class.getClassLoader());

  private final Chunk chunk =
      new Chunk(
          new ToWorker.Run(
              CHUNK, 1, FIRST_INDEX, 1, new EncodedItems(new byte[0], new int[3], 3, 0)));

  @BeforeEach
  void begin() {
    requests.initialized();
    requests.begin(chunk, SharedRequestsTest.class.getClassLoader());
  }

  private static Owner task(int position) {
    return new Owner(CHUNK, position, FIRST_INDEX + position);
  }

  @Test
  void noTaskHasBegunYet() {
    assertEquals(Owner.PROCESS, requests.owner());
  }

  @Test
  void threadsAskInTheNameOfTheTaskThatRuns() {
    chunk.advance();
    assertEquals(task(0), requests.owner());
    assertFalse(requests.isOver(task(0)));

    requests.taskEnds(0);
    chunk.advance();
    assertEquals(task(1), requests.owner());
    assertTrue(requests.isOver(task(0)));
  }

  /** Its answer may have arrived by then, so the coordinator would refuse what is asked for it. */
  @Test
  void threadThatATaskHasLeftAsksForTheProcessAsSoonAsTheTaskHasEnded() {
    chunk.advance();
    requests.taskEnds(0);

    assertEquals(Owner.PROCESS, requests.owner());
    assertTrue(requests.isOver(task(0)));
  }

  @Test
  void nothingRunsInAChunkThatHasEnded() {
    chunk.advance();
    chunk.revoke();
    requests.taskEnds(0);
    assertFalse(chunk.advance());
    assertEquals(Owner.PROCESS, requests.owner());

    requests.end();
    assertEquals(Owner.PROCESS, requests.owner());
    assertTrue(requests.isOver(task(0)));
  }
}
