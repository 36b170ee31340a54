package dev.procession.cli.program;

import dev.procession.cli.console.UsageException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a command line with the placeholders of GNU parallel.
 *
 * <p>{@code {}} is the item, {@code {.}} the item without its extension, {@code {/}} its file name,
 * {@code {//}} its folder, {@code {/.}} its file name without extension; {@code {2}}, {@code {2.}}
 * and so on are the same of one of several inputs, {@code {-1}} is the last of them, and {@code
 * {name}} is a column of that name. {@code {#}} is the number of the call from 1, {@code {%}} that
 * of the worker from 1.
 *
 * @param words the words
 * @param columns the names of the inputs, where a header gave them names
 * @param repeats whether a word with the item is repeated for each of several, as with {@code -X}
 */
public record Template(List<String> words, List<String> columns, boolean repeats)
    implements Serializable {
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{(?<input>-?\\d{1,4}|)(?<part>\\.|//|/\\.|/|)}|\\{(?<call>[#%])}|\\{(?<name>[^{}]+)}");

  /** What a shell takes for parts of words, or for what is between them. */
  private static final Pattern WORD_OR_BETWEEN = Pattern.compile("[^\\s;&|()]+|[\\s;&|()]+");

  /** Placeholders that GNU parallel has only with an option. */
  private static final Pattern UNKNOWN =
      Pattern.compile("\\{=.*?=}|\\{(?:\\.{2,3}|/\\.{2,3}|\\+(?:/|\\.{1,3})|0[#%])}");

  /** Words with the item as the last of them, unless one mentions it. */
  public static Template of(List<String> words, List<String> columns) {
    return asGiven(mentionsItem(words, columns) ? words : with(words, "{}"), columns);
  }

  /** Words that need not mention the item. */
  public static Template asGiven(List<String> words, List<String> columns) {
    words.forEach(Template::refuseUnknown);
    return new Template(List.copyOf(words), List.copyOf(columns), false);
  }

  /** The same with words that are repeated for each item. */
  public Template repeating() {
    return new Template(words, columns, true);
  }

  /** What would be left as it is, in silence. */
  private static void refuseUnknown(String word) {
    Matcher unknown = UNKNOWN.matcher(word);
    if (unknown.find()) {
      throw new UsageException(
          unknown.group()
              + " is a placeholder of GNU parallel that is not known here; the shell can change the"
              + " item in COMMAND, and procession map calls a Java function");
    }
    PLACEHOLDER
        .matcher(word)
        .results()
        .filter(place -> place.group(1) != null && place.group(1).matches("-?0+"))
        .findFirst()
        .ifPresent(
            place -> {
              throw new UsageException(place.group() + ": inputs are counted from 1");
            });
  }

  private static List<String> with(List<String> words, String last) {
    List<String> more = new ArrayList<>(words);
    more.add(last);
    return List.copyOf(more);
  }

  private static boolean mentionsItem(List<String> words, List<String> columns) {
    return words.stream()
        .flatMap(word -> PLACEHOLDER.matcher(word).results())
        .map(found -> PLACEHOLDER.matcher(found.group()))
        .anyMatch(
            found ->
                found.matches()
                    && found.group("call") == null
                    && (found.group("name") == null || columns.contains(found.group("name"))));
  }

  /** One word for a call. */
  public static Optional<String> expanded(String word, Call call, List<String> columns) {
    return new Expansion(call, columns, Optional.empty()).words(word).stream().findFirst();
  }

  /**
   * The arguments of a call. A word that is only {@code {}} becomes as many as there are inputs; in
   * one that has other text as well, they are separated by blanks, unless it is repeated.
   */
  public List<String> arguments(Call call) {
    Expansion expansion = new Expansion(call, columns, Optional.empty());
    return words.stream()
        .flatMap(
            word ->
                repeats && hasItem(word)
                    ? expansion.each().stream().map(one -> one.text(word))
                    : expansion.words(word).stream())
        .toList();
  }

  private static boolean hasItem(String word) {
    return PLACEHOLDER.matcher(word).results().anyMatch(place -> "".equals(place.group(1)));
  }

  /** The command line of a call for a shell, with each value quoted where it needs that. */
  public String commandLine(Call call) {
    Expansion expansion = new Expansion(call, columns, Optional.of(new ShellQuotes()));
    String line = String.join(" ", words);
    return repeats ? expansion.repeated(line) : expansion.text(line);
  }

  /** What one call puts in the places; for a shell, the quotes that are open there. */
  private record Expansion(
      Call call, List<String> items, List<String> columns, Optional<ShellQuotes> quotes) {
    Expansion(Call call, List<String> columns, Optional<ShellQuotes> quotes) {
      this(call, call.inputs(), columns, quotes);
    }

    /** The same with each of the items alone. */
    List<Expansion> each() {
      return items.stream()
          .map(item -> new Expansion(call, List.of(item), columns, quotes))
          .toList();
    }

    /** A line, with each of its words that has the item repeated, unless it is part of a quote. */
    String repeated(String line) {
      StringBuilder text = new StringBuilder();
      Matcher part = WORD_OR_BETWEEN.matcher(line);
      while (part.find()) {
        String word = part.group();
        boolean isWhole =
            hasItem(word)
                && quotes.filter(open -> open.isWhole(PLACEHOLDER.split(word, -1))).isPresent();
        String separator = "";
        for (Expansion one : isWhole ? each() : List.of(this)) {
          text.append(separator).append(one.text(word));
          separator = " ";
        }
      }
      return text.toString();
    }

    List<String> words(String word) {
      return word.equals("{}") ? items : List.of(text(word));
    }

    String text(String word) {
      StringBuilder text = new StringBuilder();
      Matcher place = PLACEHOLDER.matcher(word);
      int end = 0;
      while (place.find()) {
        text.append(literal(word.substring(end, place.start()))).append(value(place));
        end = place.end();
      }
      return text.append(literal(word.substring(end))).toString();
    }

    private String value(Matcher place) {
      String ofCall = place.group("call");
      if (ofCall != null) {
        boolean isKnown = ofCall.equals("#") || call.slot() != Call.UNKNOWN_SLOT;
        return literal(
            isKnown
                ? Long.toString(ofCall.equals("#") ? call.number() : call.slot())
                : place.group());
      }
      String name = place.group("name");
      if (name != null) {
        int column = columns.indexOf(name);
        if (column < 0) {
          return literal(place.group());
        }
        return column < call.inputs().size() ? quoted(call.inputs().get(column)) : "";
      }
      String number = place.group("input");
      List<String> inputs = number.isEmpty() ? items : input(number);
      UnaryOperator<String> part = part(place.group("part"));
      return String.join(" ", inputs.stream().map(part).map(this::quoted).toList());
    }

    private String literal(String text) {
      quotes.ifPresent(open -> open.read(text));
      return text;
    }

    private String quoted(String value) {
      return quotes.map(open -> open.quoted(value)).orElse(value);
    }

    /** Nothing where there is none: the last call of {@code -N} may have fewer. */
    private List<String> input(String number) {
      int position = Integer.parseInt(number);
      int index = position < 0 ? call.inputs().size() + position : position - 1;
      boolean isThere = index >= 0 && index < call.inputs().size();
      return isThere ? List.of(call.inputs().get(index)) : List.of();
    }

    private static UnaryOperator<String> part(String part) {
      return switch (part) {
        case "." -> Expansion::withoutExtension;
        case "/" -> Expansion::fileName;
        case "//" -> Expansion::folder;
        case "/." -> path -> withoutExtension(fileName(path));
        default -> UnaryOperator.identity();
      };
    }

    private static String withoutExtension(String path) {
      int dot = path.lastIndexOf('.');
      return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
    }

    private static String fileName(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String folder(String path) {
      int end = path.length();
      while (end > 1 && path.charAt(end - 1) == '/') {
        end--;
      }
      int slash = path.lastIndexOf('/', end - 1);
      return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }
  }
}
