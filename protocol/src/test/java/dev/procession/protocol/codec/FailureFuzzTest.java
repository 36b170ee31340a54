package dev.procession.protocol.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for a description of a failure that the decoder cannot stand. */
class FailureFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytes(byte[] bytes) throws Exception {
    FuzzedItems.failure(bytes);
  }
}
