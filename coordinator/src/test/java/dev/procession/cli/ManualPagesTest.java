package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

final class ManualPagesTest {
  private static final CommandLine PROGRAM = ManualPages.commandLine();
  private static final Map<String, String> PAGES = ManualPages.of(PROGRAM, "1.2", "2026-01-31");

  @Command(
      name = "odd",
      header = "Do what is odd.",
      description = {".begins with a dot", "a\\b `c` ^d ~e 'f' \u00e9", "", "  $ odd -x"},
      footer = {"Examples:", "  .odd", "  'odd'"})
  @SuppressWarnings("UnusedVariable") // Picocli reads its annotation.
  private static final class Odd {
    @Option(
        names = {"-x", "--exact-value"},
        paramLabel = "N",
        description = "50% or 50%%")
    private int value;
  }

  @Test
  void eachCommandHasAPageExceptTheHiddenOne() {
    List<String> names = new ArrayList<>(List.of("procession.1"));
    for (String command : PROGRAM.getSubcommands().keySet()) {
      names.add("procession-" + command + ".1");
    }

    assertTrue(names.remove("procession-help.1"));
    assertEquals(names, List.copyOf(PAGES.keySet()));
  }

  @Test
  void eachOptionStandsInThePageOfItsCommand() {
    List<CommandLine> commands = new ArrayList<>(List.of(PROGRAM));
    commands.addAll(PROGRAM.getSubcommands().values());
    int options = 0;
    for (CommandLine command : commands) {
      String page = PAGES.get(command.getCommandSpec().qualifiedName("-") + ".1");
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (page != null && !option.hidden()) {
          List<String> names = List.of(option.names()).stream().map(ManualPagesTest::bold).toList();
          String tag = "\n.TP\n" + String.join(", ", names);
          assertTrue(page.contains(tag), () -> "lacks " + option + ": " + page);
          options++;
        }
      }
    }

    assertTrue(options > 100, "only " + options);
  }

  private static String bold(String name) {
    return "\\fB" + name.replace("-", "\\-") + "\\fR";
  }

  @Test
  void optionsThatTheHelpHidesStandInNoPage() {
    assertFalse(page(PAGES, "procession-map.1").contains("version\\fR"));
    assertTrue(page(PAGES, "procession.1").contains("version\\fR"));
  }

  @Test
  void exitCodesAreAList() {
    String page = page(PAGES, "procession-compare.1");

    assertTrue(
        page.contains(
            """
            .SH EXIT STATUS
            .TP
            .B 0
            compared
            .TP
            .B 1
            an item failed, or results differ
            .TP
            .B 2
            usage
            .TP
            .B 3
            no worker starts
            .TP
            .B 130
            Ctrl\\-C
            .SH EXAMPLES
            """),
        page);
  }

  @Test
  void textIsShownAsItIsAndIsNoRequest() {
    CommandLine command = new CommandLine(new Odd());

    String page = page(ManualPages.of(command, "1.2", "2026-01-31"), "odd.1");

    assertEquals(
        """
        .TH ODD 1 2026-01-31 "Procession 1.2" "Procession manual"
        .SH NAME
        odd \\- do what is odd
        .SH SYNOPSIS
        \\fBodd\\fR [\\fB\\-x\\fR=\\fIN\\fR]
        .SH DESCRIPTION
        \\&.begins with a dot
        a\\eb \\(gac\\(ga \\(had \\(tie \\(aqf\\(aq \\[u00E9]
        .PP
        .RS 4
        .nf
        $ odd \\-x
        .fi
        .RE
        .SH OPTIONS
        .TP
        \\fB\\-x\\fR, \\fB\\-\\-exact\\-value\\fR=\\fIN\\fR
        50% or 50%
        """,
        page.substring(0, page.indexOf(".SH ENVIRONMENT")));
    assertTrue(
        page.contains(
            """
            .SH EXAMPLES
            .RS 4
            .nf
            \\&.odd
            \\(aqodd\\(aq
            .fi
            .RE
            """),
        page);
  }

  private static String page(Map<String, String> pages, String name) {
    return Objects.requireNonNull(pages.get(name), name);
  }
}
