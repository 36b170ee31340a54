package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** One report in its three forms. */
final class ReportTest {
  private static final Machine MACHINE =
      new Machine("\"Quick\" & <small>", 2, 4L << 30, "a VM 17", "an OS 1", "Python 3");

  private static final Report REPORT =
      new Report(
          MACHINE,
          "mvn -Pbench verify",
          List.of(
              comparison("P1", Samples.of(0.001, 0.002, 0.003), 0.008, new Target.TimesAsFast(5)),
              comparison("P2", Samples.of(0.004), 0.002, new Target.TimesAsMuch(3)),
              comparison("P3", Samples.of(0.004), 0.002, new Target.Unset()),
              new Comparison(
                  new ContestTitle("P4", "a\\b", Unit.MILLISECONDS),
                  Samples.of(0.004),
                  "snake",
                  new Comparison.Skipped("none\n\tof them"),
                  new Target.TimesAsFast(2))));

  @Test
  void tableHasALineForEachOpponent() {
    assertEquals(
        """
        "Quick" & <small>, 2 cores, 4.0 GiB; an OS 1; a VM 17; Python 3
        mvn -Pbench verify
            what   ours           beside  theirs        ratio  target    reached
        P1  it     2 ms +- 50 %   other   8 ms +- 0 %   4 x    >= 5 x    no
        P2  it     4 ms +- 0 %    other   2 ms +- 0 %   2 x    <= 3 x    yes
        P3  it     4 ms +- 0 %    other   2 ms +- 0 %   0.5 x
        P4  a\\b    4 ms +- 0 %    snake                        >= 2 x    skipped: none
        median +- half the distance between the quartiles
        """
            .replaceAll(" {2,}", "  "),
        Table.of(REPORT).replaceAll(" {2,}", "  "));
  }

  @Test
  void columnsOfTheTableBeginBelowEachOther() {
    List<String> lines = Table.of(REPORT).lines().toList();

    int theirs = lines.get(2).indexOf("theirs");
    assertEquals("8 ms", lines.get(3).substring(theirs, theirs + 4));
    assertEquals("2 ms", lines.get(4).substring(theirs, theirs + 4));
  }

  @Test
  void jsonHasEachRoundAndItsTextsAreQuoted() {
    String json = ResultsJson.of(REPORT);

    assertTrue(json.contains("\"processor\": \"\\\"Quick\\\" & <small>\""), json);
    assertTrue(json.contains("\"what\": \"a\\\\b\""), json);
    assertTrue(json.contains("\"rounds\": [0.00100000, 0.00200000, 0.00300000]"), json);
    assertTrue(
        json.contains("\"ratio\": 4.00000, \"target\": \">= 5 x\", \"reached\": \"no\""), json);
    assertTrue(json.contains("\"reached\": \"skipped: none\\u000a\\u0009of them\""), json);
    assertEquals(
        json.chars().filter(c -> c == '{').count(), json.chars().filter(c -> c == '}').count());
  }

  @Test
  void chartHasABarForEachTargetAndItEndsAtTheTargetWhereThatIsJustReached() throws Exception {
    Report just =
        new Report(
            MACHINE,
            "",
            List.of(comparison("P1", Samples.of(0.001), 0.002, new Target.TimesAsFast(2))));

    List<Element> bars = bars(ResultsChart.of(just));
    Element target = target(ResultsChart.of(just));

    double end = number(bars.get(0), "x") + number(bars.get(0), "width");
    assertEquals(number(target, "x1"), end, 0.1);
    assertEquals(2, bars(ResultsChart.of(REPORT)).size());
  }

  @Test
  void chartTellsReachedFromMissed() throws Exception {
    List<Element> bars = bars(ResultsChart.of(REPORT));
    double target = number(target(ResultsChart.of(REPORT)), "x1");

    Element missed = bars.get(0);
    Element reached = bars.get(1);

    assertTrue(number(missed, "x") + number(missed, "width") < target);
    assertTrue(number(reached, "x") + number(reached, "width") > target);
    assertFalse(missed.getAttribute("fill").equals(reached.getAttribute("fill")));
  }

  private static Comparison comparison(String id, Samples ours, double theirs, Target target) {
    return new Comparison(
        new ContestTitle(id, "it", Unit.MILLISECONDS),
        ours,
        "other",
        new Comparison.Measured(Samples.of(theirs)),
        target);
  }

  private static List<Element> bars(String svg) throws Exception {
    // The first rectangle is the background.
    List<Element> all = elements(svg, "rect");
    return all.subList(1, all.size());
  }

  private static Element target(String svg) throws Exception {
    return elements(svg, "line").stream()
        .filter(line -> line.getAttribute("stroke").equals("#202020"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Element> elements(String svg, String name) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    NodeList nodes = document.getElementsByTagName(name);
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (Element) nodes.item(i))
        .toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
