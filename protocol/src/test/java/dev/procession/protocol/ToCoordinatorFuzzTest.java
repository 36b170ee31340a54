package dev.procession.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for a message of a worker's that its reader cannot stand. */
class ToCoordinatorFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytes(byte[] bytes) throws Exception {
    FuzzedFrames.toCoordinator(bytes);
  }
}
