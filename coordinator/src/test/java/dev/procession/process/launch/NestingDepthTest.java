package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NestingDepthTest {
  @Test
  void workerIsOneDeeper() {
    Map<String, String> environment = new HashMap<>();
    NestingDepth.setIn(environment);

    assertEquals(NestingDepth.ofThisProcess() + 1, NestingDepth.of(environment));
  }

  @Test
  void isNoneWithoutPoolAround() {
    assertEquals(0, NestingDepth.of(Map.of()));
    assertEquals(0, NestingDepth.of(Map.of("PROCESSION_DEPTH", "deep")));
    assertEquals(0, NestingDepth.of(Map.of("PROCESSION_DEPTH", "-3")));
  }

  @Test
  void poolThatIsTooDeepIsRefusedWithAdvice() {
    assertDoesNotThrow(() -> NestingDepth.check(9));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> NestingDepth.check(10));
    assertTrue(String.valueOf(refused.getMessage()).contains("make the pool in main"));
  }
}
