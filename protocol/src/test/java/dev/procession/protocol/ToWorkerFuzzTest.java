package dev.procession.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for a message of a coordinator's that its reader cannot stand. */
class ToWorkerFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytes(byte[] bytes) throws Exception {
    FuzzedFrames.toWorker(bytes);
  }
}
