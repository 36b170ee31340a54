package dev.procession.protocol;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No input of the fuzz tests for frames and messages is trouble. */
class CorpusTest {
  @TestFactory
  Stream<DynamicTest> streamsAreFramesOrExceptions() throws IOException {
    return Corpus.replay(FrameReaderFuzzTest.class, FuzzedFrames::frames);
  }

  @TestFactory
  Stream<DynamicTest> framesToTheCoordinatorAreMessagesOrExceptions() throws IOException {
    return Corpus.replay(ToCoordinatorFuzzTest.class, FuzzedFrames::toCoordinator);
  }

  @TestFactory
  Stream<DynamicTest> framesToAWorkerAreMessagesOrExceptions() throws IOException {
    return Corpus.replay(ToWorkerFuzzTest.class, FuzzedFrames::toWorker);
  }
}
