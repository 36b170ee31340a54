package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procession.integration.NothingLeft;
import dev.procession.integration.bench.micro.CodecSpeed;
import dev.procession.integration.bench.micro.SchedulerSpeed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH; its figures are in {@code target/bench/jmh.json}, too. */
@Tag(NothingLeft.LONG)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class MicroBenchmark {
  private static final Path FOLDER = Path.of("target", "bench");
  private static final int ITERATIONS = 5;
  private static final TimeValue FULL = TimeValue.seconds(1);
  private static final TimeValue SMOKE = TimeValue.milliseconds(10);

  @Test
  void measuresCodecAndSchedulerAlone() throws Exception {
    assumeTrue(Choice.fromProperty().includes("jmh"));
    Files.createDirectories(FOLDER);
    Scale scale = Scale.fromProperties();
    boolean isSmoke = scale.equals(Scale.SMOKE);
    TimeValue time = isSmoke ? SMOKE : FULL;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(CodecSpeed.class.getName())
            .include(SchedulerSpeed.class.getName())
            .forks(1)
            .warmupIterations(scale.warmUps())
            .measurementIterations(isSmoke ? 1 : ITERATIONS)
            .warmupTime(time)
            .measurementTime(time)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .resultFormat(ResultFormatType.JSON)
            .result(FOLDER.resolve("jmh.json").toString());

    Collection<RunResult> results = new Runner(options.build()).run();

    assertFalse(results.isEmpty());
    results.forEach(result -> say(line(result)));
  }

  private static String line(RunResult result) {
    BenchmarkParams parameters = result.getParams();
    String name = parameters.getBenchmark();
    String values =
        parameters.getParamsKeys().stream()
            .map(key -> key + " " + parameters.getParam(key))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%-60s %10.1f %s +- %.1f",
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1) + ", " + values,
        result.getPrimaryResult().getScore(),
        result.getPrimaryResult().getScoreUnit(),
        result.getPrimaryResult().getScoreError());
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private static void say(String text) {
    System.out.println(text);
  }
}
