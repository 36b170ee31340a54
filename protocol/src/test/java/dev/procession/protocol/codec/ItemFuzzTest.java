package dev.procession.protocol.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for an item that the decoder cannot stand. */
class ItemFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytes(byte[] bytes) throws Exception {
    FuzzedItems.item(bytes);
  }
}
