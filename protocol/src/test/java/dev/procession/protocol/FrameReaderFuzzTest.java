package dev.procession.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for a stream that the reader of frames cannot stand. */
class FrameReaderFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytes(byte[] bytes) throws Exception {
    FuzzedFrames.frames(bytes);
  }
}
