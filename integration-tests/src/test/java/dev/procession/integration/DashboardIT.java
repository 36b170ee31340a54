package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.procession.integration.Documents.Document;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard for Grafana and the table of meters, compared with what Prometheus would scrape
 * from the sample in the same guide.
 */
@Tag("extended")
final class DashboardIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path DASHBOARD = Documents.GUIDES.resolve("grafana-dashboard.json");

  private static final Pattern SAMPLE = Pattern.compile("(?m)^(procession_\\w+)\\{(.*)} (\\S+)$");
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (procession_\\w+) (\\w+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern SELECTOR =
      Pattern.compile("(procession_\\w+)(?:\\{([^}]*)})?(?:, (\\w+))?");
  private static final Pattern CONDITION = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern METER =
      Pattern.compile("(?m)^\\| `(procession\\.[\\w.]+)` \\| (gauge|counter|timer)(, bytes)? \\|");

  @TempDir private static Path folder;

  /** Written by the test thread before the first test, like what follows. */
  private static String scraped;

  /** The labels of each metric, with their values. */
  private static Map<String, Map<String, Set<String>>> labels;

  private static List<JsonNode> targets;

  @BeforeAll
  static void scrapeTheSample() throws IOException {
    targets = new ArrayList<>();
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(targets::add));
    String sample =
        guide().blocks("java").stream()
            .filter(block -> block.contains("PrometheusMeterRegistry"))
            .findFirst()
            .orElseThrow();
    String classPath = System.getProperty("java.class.path");
    Compiled.with(List.of("-cp", classPath), sample).into(folder);
    String ours = folder + File.pathSeparator + classPath;
    List<String> command =
        List.of(Jvm.java(Jvm.ownHome()), "-Djava.io.tmpdir=" + folder, "-cp", ours, "Metered", "0");
    try (Jvm program = Jvm.start(folder, command)) {
      URI address = URI.create(program.awaitLines(1).get(0));
      // A worker has crashed by then, tasks have failed, and both workers say what they use.
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                scraped = get(address);
                return value("procession_pool_workers_lost_total") > 0
                    && value("procession_pool_tasks_failed_total") > 0
                    && value("procession_pool_task_wait_seconds_count") > 0
                    && value("procession_pool_worker_heap_used_bytes") > 0;
              });
    }
    labels = new HashMap<>();
    SAMPLE
        .matcher(scraped)
        .results()
        .forEach(
            found -> {
              Map<String, Set<String>> ofMetric =
                  labels.computeIfAbsent(found.group(1), name -> new HashMap<>());
              LABEL
                  .matcher(found.group(2))
                  .results()
                  .forEach(
                      label ->
                          ofMetric
                              .computeIfAbsent(label.group(1), name -> new TreeSet<>())
                              .add(label.group(2)));
            });
  }

  private static Document guide() {
    return Document.read(Documents.GUIDES.resolve("frameworks.md"));
  }

  private static String get(URI address) {
    try (InputStream in = address.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sum over all labels. */
  private static double value(String metric) {
    return SAMPLE
        .matcher(scraped)
        .results()
        .filter(found -> found.group(1).equals(metric))
        .mapToDouble(found -> Double.parseDouble(found.group(3)))
        .sum();
  }

  /** A metric in an expression. */
  private record Use(String expression, String metric, List<MatchResult> conditions) {}

  private static List<Use> uses() {
    List<Use> uses =
        Stream.concat(
                targets.stream().map(target -> target.path("expr").asText()),
                Stream.of("label_values(procession_pool_workers, pool)"))
            .flatMap(DashboardIT::usesIn)
            .toList();
    assertFalse(uses.isEmpty());
    return uses;
  }

  private static Stream<Use> usesIn(String expression) {
    return SELECTOR
        .matcher(expression)
        .results()
        .map(
            found -> {
              String conditions = found.group(2) == null ? "" : found.group(2);
              return new Use(
                  expression, found.group(1), CONDITION.matcher(conditions).results().toList());
            });
  }

  @Test
  void everyPanelHasAnExpression() {
    assertFalse(targets.isEmpty());
    assertEquals(
        List.of(),
        targets.stream()
            .filter(target -> usesIn(target.path("expr").asText()).count() == 0)
            .toList());
  }

  @Test
  void dashboardUsesMetricsThatAreScraped() {
    List<Use> unknown = uses().stream().filter(use -> !labels.containsKey(use.metric())).toList();

    assertEquals(List.of(), unknown);
  }

  @Test
  void dashboardUsesLabelsThatTheMetricsHave() {
    List<String> unknown = new ArrayList<>();
    for (Use use : uses()) {
      Set<String> wanted =
          GROUPING
              .matcher(use.expression())
              .results()
              .flatMap(by -> Stream.of(by.group(1).split(", ")))
              .collect(Collectors.toCollection(TreeSet::new));
      use.conditions().forEach(condition -> wanted.add(condition.group(1)));
      wanted.removeAll(labels.getOrDefault(use.metric(), Map.of()).keySet());
      wanted.forEach(label -> unknown.add(label + " of " + use));
    }

    assertEquals(List.of(), unknown);
  }

  @Test
  void dashboardComparesLabelsWithValuesThatOccur() {
    List<String> unknown = new ArrayList<>();
    for (Use use : uses()) {
      for (MatchResult condition : use.conditions()) {
        boolean isLiteral = condition.group(2).equals("=");
        Set<String> values =
            labels.getOrDefault(use.metric(), Map.of()).getOrDefault(condition.group(1), Set.of());
        if (isLiteral && !values.contains(condition.group(3))) {
          unknown.add(condition.group() + " of " + use.metric());
        }
      }
    }

    assertEquals(List.of(), unknown);
  }

  @Test
  void legendsNameLabelsThatAreLeft() {
    List<String> unknown = new ArrayList<>();
    for (JsonNode target : targets) {
      String expression = target.path("expr").asText();
      List<MatchResult> groupings = GROUPING.matcher(expression).results().toList();
      Set<String> left =
          groupings.isEmpty()
              ? labels
                  .getOrDefault(usesIn(expression).findFirst().orElseThrow().metric(), Map.of())
                  .keySet()
              : Set.of(groupings.get(0).group(1).split(", "));
      LEGEND_LABEL
          .matcher(target.path("legendFormat").asText())
          .results()
          .filter(label -> !left.contains(label.group(1)))
          .forEach(label -> unknown.add(label.group(1) + " of " + expression));
    }

    assertEquals(List.of(), unknown);
  }

  @Test
  void guideListsTheMetersThatAreScraped() {
    Set<String> documented =
        METER
            .matcher(guide().text())
            .results()
            .map(DashboardIT::prometheusName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found =
        FAMILY
            .matcher(scraped)
            .results()
            .map(MatchResult::group)
            .map(line -> line.substring("# TYPE ".length()))
            .filter(family -> !family.contains("_seconds_max "))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(documented, found);
  }

  private static String prometheusName(MatchResult meter) {
    String name = meter.group(1).replace('.', '_') + (meter.group(3) == null ? "" : "_bytes");
    return switch (meter.group(2)) {
      case "counter" -> name + "_total counter";
      case "timer" -> name + "_seconds histogram";
      default -> name + " gauge";
    };
  }
}
