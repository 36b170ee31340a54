package dev.procession.integration.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for programs: seconds and bytes, each round's figure among them. */
final class ResultsJson {
  private ResultsJson() {}

  static String of(Report report) {
    Machine machine = report.machine();
    return """
        {
          "machine": {
            "processor": %s,
            "cores": %d,
            "memoryBytes": %d,
            "jdk": %s,
            "system": %s,
            "python": %s
          },
          "command": %s,
          "comparisons": [
        %s
          ]
        }
        """
        .formatted(
            quoted(machine.processor()),
            machine.cores(),
            machine.memoryBytes(),
            quoted(machine.jdk()),
            quoted(machine.system()),
            quoted(machine.python()),
            quoted(report.command()),
            report.comparisons().stream()
                .map(ResultsJson::comparison)
                .collect(Collectors.joining(",\n")));
  }

  private static String comparison(Comparison comparison) {
    StringBuilder json = new StringBuilder("    {");
    json.append(field("id", quoted(comparison.contest().id()))).append(", ");
    json.append(field("what", quoted(comparison.contest().what()))).append(",\n     ");
    json.append(field("ours", samples(comparison.ours()))).append(",\n     ");
    json.append(field("beside", quoted(comparison.opponent()))).append(", ");
    if (comparison.theirs() instanceof Comparison.Measured measured) {
      json.append(field("theirs", samples(measured.samples()))).append(",\n     ");
      json.append(field("ratio", number(comparison.ratio().orElseThrow()))).append(", ");
    }
    json.append(field("target", quoted(comparison.target().text()))).append(", ");
    return json.append(field("reached", quoted(comparison.verdict()))).append('}').toString();
  }

  private static String samples(Samples samples) {
    List<String> figures = samples.figures().stream().map(ResultsJson::number).toList();
    return "{"
        + field("median", number(samples.median()))
        + ", "
        + field("spread", number(samples.spread()))
        + ", "
        + field("rounds", figures.toString())
        + "}";
  }

  private static String field(String name, String value) {
    return quoted(name) + ": " + value;
  }

  /** JSON has no word for what is not finite. */
  private static String number(double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, "%.6g", number) : "null";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
