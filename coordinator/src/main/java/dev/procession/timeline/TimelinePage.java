package dev.procession.timeline;

import static dev.procession.timeline.JsonText.micros;
import static dev.procession.timeline.JsonText.microsOrNull;
import static dev.procession.timeline.JsonText.orNull;
import static dev.procession.timeline.JsonText.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.List;
import java.util.Objects;

/**
 * Writes a history as a page that draws it. The page's script describes the meaning of each number,
 * too.
 */
public final class TimelinePage {
  /** The placeholders in the page, in order; replacements are not searched for placeholders. */
  private static final List<String> PARTS = List.of("title", "page.css", "history", "page.js");

  private TimelinePage() {}

  /**
   * The page, but for the title and the history, whose marks are still in it: for a program that
   * has a history in the form of {@link RecentTimeline}.
   */
  public static String template() throws IOException {
    return resource("page.html")
        .replace("{{page.css}}", resource("page.css"))
        .replace("{{page.js}}", resource("page.js"));
  }

  /** A file of the page: {@code page.css} or {@code page.js}. */
  public static String resource(String name) throws IOException {
    try (InputStream in = TimelinePage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  static void write(History history, Writer out) throws IOException {
    String page = resource("page.html");
    for (String part : PARTS) {
      String mark = "{{" + part + "}}";
      int at = page.indexOf(mark);
      out.write(page, 0, at);
      switch (part) {
        case "title" -> out.write(escaped(history.title()));
        case "history" -> writeJson(history, out);
        default -> out.write(resource(part));
      }
      page = page.substring(at + mark.length());
    }
    out.write(page);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  static void writeJson(History history, Writer out) throws IOException {
    out.write("{\"title\":" + quoted(history.title()));
    out.write(",\"duration\":" + micros(history.nanos()));
    out.write(",\"chunksLeftOut\":" + history.leftOut().chunks());
    out.write(",\"leftOutSince\":" + microsOrNull(history.leftOut().since()));
    out.write(",\"processesLeftOut\":" + history.leftOut().processes());
    out.write(",\"lanes\":[");
    String separator = "\n";
    for (History.Lane lane : history.lanes()) {
      out.write(separator);
      write(lane, out);
      separator = ",\n";
    }
    out.write("]}");
  }

  private static void write(History.Lane lane, Writer out) throws IOException {
    out.write("{\"pool\":" + lane.pool() + ",\"worker\":" + lane.worker() + ",\"processes\":[");
    String separator = "";
    for (History.ProcessSpan process : lane.processes()) {
      out.write(separator);
      write(process, out);
      separator = ",";
    }
    out.write("],\"chunks\":[");
    separator = "\n";
    for (History.ChunkSpan chunk : lane.chunks()) {
      out.write(separator);
      write(chunk, out);
      separator = ",\n";
    }
    out.write("]}");
  }

  private static void write(History.ProcessSpan process, Writer out) throws IOException {
    out.write("[" + process.pid() + "," + process.generation() + "," + micros(process.launched()));
    out.write("," + microsOrNull(process.ready()) + "," + microsOrNull(process.gone()));
    out.write(",\"" + process.ending() + "\"," + quoted(process.detail()));
    if (process.host().isPresent()) {
      out.write("," + quoted(process.host().get()));
    }
    out.write("]");
  }

  private static void write(History.ChunkSpan chunk, Writer out) throws IOException {
    History.Answers answers = chunk.answers();
    long[] numbers = {
      micros(chunk.sent()),
      micros(chunk.begun()),
      micros(chunk.over()),
      chunk.pid(),
      chunk.job(),
      chunk.first(),
      chunk.items(),
      chunk.attempt(),
      answers.count(),
      answers.failed(),
      micros(answers.busyNanos())
    };
    for (int i = 0; i < numbers.length; i++) {
      out.write((i == 0 ? "[" : ",") + numbers[i]);
    }
    out.write(",\"" + answers.end() + "\"," + orNull(answers.lostIndex()) + "]");
  }
}
