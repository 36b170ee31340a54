package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command, in the language of man(7), from what its help says.
 *
 * @param spec the command
 * @param version the version of the program
 * @param date the date of the release
 */
record ManualPage(CommandSpec spec, String version, String date) {
  /** Begins the list of exit codes in a help text; its entries are separated by semicolons. */
  private static final String EXIT = "Exit: ";

  private static final Pattern EXIT_CODE = Pattern.compile("(\\d+) (.+?)\\.?");
  private static final Pattern EXAMPLES = Pattern.compile("Examples?:");

  private static final String BEGIN_VERBATIM = ".RS 4\n.nf\n";
  private static final String END_VERBATIM = ".fi\n.RE\n";

  /** An option, or a word in capitals, which stands for a value. */
  private static final Pattern MARKED = Pattern.compile("(?<![\\w-])--?\\w[\\w-]*|\\b[A-Z]+\\b");

  private static final String ENVIRONMENT =
      """
      .SH ENVIRONMENT
      .TP
      .B JAVA_HOME
      the JDK that runs the command and its workers; if it is not set, the one of the
      .B java
      on the PATH
      .TP
      .B XDG_CACHE_HOME
      the folder for archives of class data and compiled lambdas, instead of
      \\(ti/.cache
      """;

  String name() {
    return spec.qualifiedName("-");
  }

  String text() {
    UsageMessageSpec help = spec.usageMessage();
    Sections sections = new Sections();
    sections.add(help.description());
    sections.add("");
    sections.add(help.footer());

    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(escaped(name().toUpperCase(Locale.ROOT))).append(" 1 ");
    page.append(date).append(" \"Procession ").append(escaped(version));
    page.append("\" \"Procession manual\"\n");
    page.append(".SH NAME\n").append(escaped(name())).append(" \\- ");
    page.append(escaped(summary(spec))).append('\n');
    page.append(".SH SYNOPSIS\n").append(synopsis());
    appendTo(page, "DESCRIPTION", sections.description());
    appendTo(page, "COMMANDS", commands());
    appendTo(page, "ARGUMENTS", arguments());
    appendTo(page, "OPTIONS", options());
    appendTo(page, "EXIT STATUS", sections.exitStatus());
    if (spec.parent() == null) {
      page.append(ENVIRONMENT);
    }
    appendTo(page, "EXAMPLES", sections.examples());
    page.append(".SH SEE ALSO\n").append(seeAlso());
    return page.toString();
  }

  private static void appendTo(StringBuilder page, String heading, CharSequence section) {
    if (!section.isEmpty()) {
      page.append(".SH ").append(heading).append('\n').append(section);
    }
  }

  /** What the help of a command has as its first sentence, as a phrase. */
  private static String summary(CommandSpec command) {
    String sentence = formatted(command.usageMessage().header()[0]);
    String phrase =
        sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return phrase.substring(0, 1).toLowerCase(Locale.ROOT) + phrase.substring(1);
  }

  private String synopsis() {
    String[] custom = spec.usageMessage().customSynopsis();
    List<String> lines =
        custom.length > 0
            ? List.of(custom)
            : new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0).lines().toList();
    StringBuilder synopsis = new StringBuilder();
    for (String line : lines) {
      String stripped = formatted(line).strip();
      String program = spec.qualifiedName(" ");
      if (!stripped.startsWith(program)) {
        throw new AssertionError(stripped);
      }
      synopsis.append(synopsis.isEmpty() ? "" : ".br\n");
      synopsis.append("\\fB").append(escaped(program)).append("\\fR");
      synopsis.append(marked(stripped.substring(program.length()))).append('\n');
    }
    return synopsis.toString();
  }

  private List<CommandSpec> visibleCommands() {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden())
        .toList();
  }

  private String commands() {
    StringBuilder commands = new StringBuilder();
    for (CommandSpec command : visibleCommands()) {
      commands.append(".TP\n").append(reference(command)).append('\n');
      commands.append(line(summary(command)));
    }
    return commands.toString();
  }

  private static String reference(CommandSpec command) {
    return "\\fB" + escaped(command.qualifiedName("-")) + "\\fR(1)";
  }

  private String arguments() {
    StringBuilder arguments = new StringBuilder();
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      if (!argument.hidden()) {
        arguments.append(".TP\n").append(marked(label(argument).strip())).append('\n');
        arguments.append(description(argument));
      }
    }
    return arguments.toString();
  }

  private String options() {
    StringBuilder options = new StringBuilder();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        options.append(".TP\n");
        for (int i = 0; i < option.names().length; i++) {
          options.append(i == 0 ? "" : ", ");
          options.append("\\fB").append(escaped(option.names()[i])).append("\\fR");
        }
        options.append(marked(label(option))).append('\n').append(description(option));
      }
    }
    return options.toString();
  }

  private String label(ArgSpec argument) {
    return new Help(spec)
        .createDefaultParamLabelRenderer()
        .renderParameterLabel(argument, Help.Ansi.OFF, List.of())
        .toString();
  }

  private static String description(ArgSpec argument) {
    return line(formatted(String.join(" ", argument.description())));
  }

  private String seeAlso() {
    List<CommandSpec> others = spec.parent() == null ? visibleCommands() : List.of(spec.root());
    return String.join(",\n", others.stream().map(ManualPage::reference).toList()) + "\n";
  }

  /** As picocli prints it: two percent signs are one, and one is one, too. */
  private static String formatted(String text) {
    return text.replace("%%", "%");
  }

  /** A line of text; a dot would make it a request. */
  private static String line(String text) {
    return (text.startsWith(".") ? "\\&" : "") + escaped(text) + "\n";
  }

  /** Options in bold, words in capitals in italics. */
  private static String marked(String text) {
    StringBuilder marked = new StringBuilder();
    Matcher matcher = MARKED.matcher(text);
    int end = 0;
    while (matcher.find()) {
      marked.append(escaped(text.substring(end, matcher.start())));
      marked.append(matcher.group().startsWith("-") ? "\\fB" : "\\fI");
      marked.append(escaped(matcher.group())).append("\\fR");
      end = matcher.end();
    }
    return marked.append(escaped(text.substring(end))).toString();
  }

  /** So that what is copied from a page is what was meant: no typographic quotes or hyphens. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                  if (c < 0x7f) {
                    escaped.append((char) c);
                  } else {
                    escaped.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** The text of a help page, sorted into the sections of a manual page. */
  private static final class Sections {
    private final List<String> description = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private final List<String> exit = new ArrayList<>();

    /** Adds lines; what is indented belongs to the line before it. */
    void add(String... lines) {
      List<String> section = description;
      for (String raw : lines) {
        String text = formatted(raw);
        if (EXAMPLES.matcher(text).matches()) {
          section = examples;
        } else if (text.startsWith(EXIT)) {
          section = exit;
          section.add(text.substring(EXIT.length()));
        } else {
          if (!text.startsWith("  ")) {
            section = description;
          }
          section.add(text);
        }
      }
    }

    /** Paragraphs, and between them indented lines as they are. */
    String description() {
      StringBuilder roff = new StringBuilder();
      boolean isParagraph = false;
      boolean isVerbatim = false;
      for (String text : description) {
        if (isVerbatim != text.startsWith("  ")) {
          isVerbatim = !isVerbatim;
          roff.append(isVerbatim ? ".PP\n" + BEGIN_VERBATIM : END_VERBATIM);
          isParagraph = false;
        }
        if (text.isEmpty()) {
          isParagraph = false;
        } else {
          roff.append(isVerbatim || isParagraph || roff.isEmpty() ? "" : ".PP\n");
          roff.append(line(text.strip()));
          isParagraph = true;
        }
      }
      return roff.append(isVerbatim ? END_VERBATIM : "").toString();
    }

    String examples() {
      StringBuilder roff = new StringBuilder();
      examples.forEach(text -> roff.append(line(text.strip())));
      return examples.isEmpty() ? "" : BEGIN_VERBATIM + roff + END_VERBATIM;
    }

    String exitStatus() {
      StringBuilder roff = new StringBuilder();
      String all = exit.stream().map(String::strip).collect(Collectors.joining(" "));
      for (String entry : all.isEmpty() ? new String[0] : all.split("; ")) {
        Matcher code = EXIT_CODE.matcher(entry);
        if (!code.matches()) {
          throw new AssertionError(entry);
        }
        roff.append(".TP\n.B ").append(code.group(1)).append('\n').append(line(code.group(2)));
      }
      return roff.toString();
    }
  }
}
