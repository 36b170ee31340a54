package dev.procession.protocol;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The inputs that fuzzing starts from, and those that it found to be trouble once. An ordinary
 * build tries each of them, without the fuzzer.
 */
public final class Corpus {
  private Corpus() {}

  /** What is done with an input. */
  public interface Target {
    /**
     * Takes one input.
     *
     * @param bytes the input
     * @throws Exception when it is trouble
     */
    void take(byte[] bytes) throws Exception;
  }

  /**
   * A test for each input of a fuzz test.
   *
   * @param fuzzTest the test
   * @param target what it does
   * @return the tests
   * @throws IOException when the inputs cannot be read
   */
  public static Stream<DynamicTest> replay(Class<?> fuzzTest, Target target) throws IOException {
    return inputs(fuzzTest).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    fuzzTest.getSimpleName() + ": " + file.getFileName(),
                    () -> target.take(Files.readAllBytes(file))));
  }

  private static List<Path> inputs(Class<?> fuzzTest) throws IOException {
    String name = fuzzTest.getSimpleName() + "Inputs/anyBytes";
    URL directory = Objects.requireNonNull(fuzzTest.getResource(name), name);
    try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
      return files.sorted().toList();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
