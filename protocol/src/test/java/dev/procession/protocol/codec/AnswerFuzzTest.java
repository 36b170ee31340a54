package dev.procession.protocol.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for an answer that the decoder cannot stand. */
class AnswerFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytes(byte[] bytes) throws Exception {
    FuzzedItems.answer(bytes);
  }
}
