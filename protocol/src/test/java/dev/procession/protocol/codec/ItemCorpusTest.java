package dev.procession.protocol.codec;

import dev.procession.protocol.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No input of the fuzz tests for items is trouble. */
class ItemCorpusTest {
  @TestFactory
  Stream<DynamicTest> itemsAreValuesOrExceptions() throws IOException {
    return Corpus.replay(ItemFuzzTest.class, FuzzedItems::item);
  }

  @TestFactory
  Stream<DynamicTest> answersAreAlwaysAnswers() throws IOException {
    return Corpus.replay(AnswerFuzzTest.class, FuzzedItems::answer);
  }

  @TestFactory
  Stream<DynamicTest> failuresAreAlwaysAnswers() throws IOException {
    return Corpus.replay(FailureFuzzTest.class, FuzzedItems::failure);
  }
}
