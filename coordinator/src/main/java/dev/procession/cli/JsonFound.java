package dev.procession.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What stands in an item where it stopped making sense.
 *
 * @param text the item
 * @param offset where, in characters
 */
record JsonFound(String text, int offset) {
  private static final String VALUE =
      "expected a value: text in double quotes, a number, true, false, null, [ or {";

  /** What the library misses, by words of its messages; the first that fits counts. */
  private static final List<Complaint> COMPLAINTS =
      List.of(
          new Complaint("in numeric value", "expected a number as 12, -0.5 or 1e9"),
          new Complaint("Leading zeroes", "expected a number without zeros before it"),
          new Complaint("field name and value", "expected a colon"),
          new Complaint("start field name", "expected a name in double quotes"),
          new Complaint("separate Object", "expected a comma or }"),
          new Complaint("separate Array", "expected a comma or ]"),
          new Complaint("hex-digit", "expected four digits after \\u, from 0 to f"),
          new Complaint("character escape", "expected an escape: \\\" \\\\ \\n \\t or \\u0041"),
          new Complaint("unquoted character", "which in text is written as \\n, \\t or \\u0001"),
          new Complaint("close marker", "which closes nothing that is open there"),
          new Complaint("comment", "but JSON has no comments"),
          new Complaint("expected a", VALUE),
          new Complaint("oken '", VALUE));

  /**
   * What is wrong with what was found.
   *
   * @param sign a part of the library's message
   * @param text in our words
   */
  private record Complaint(String sign, String text) {}

  /** For text that is no JSON. */
  String whereExpected(String message) {
    // Past a word the library has read before it refuses it.
    String found = message.startsWith("Non-standard") ? tokenBefore() : token();
    return COMPLAINTS.stream()
        .filter(each -> message.contains(each.sign()))
        .findFirst()
        .map(each -> "found " + found + ", " + each.text())
        .orElse("found " + found + ", which is no JSON");
  }

  /**
   * For a value of another kind.
   *
   * @param expected what it should have become
   * @param isWhole whether it is the item itself, whose type --type can say
   */
  String insteadOf(Class<?> expected, boolean isWhole) {
    String advice = isWhole && Map.class.isAssignableFrom(expected) ? advice() : "";
    return value() + ", expected " + named(expected) + advice;
  }

  /** For a number, past which the library has read. */
  String tooLargeFor(Class<?> type) {
    return tokenBefore() + " is too large for " + TypeNames.withArticle(type);
  }

  private String tokenBefore() {
    int last = Math.min(offset, text.length() - 1);
    while (last > 0 && !isPartOfWord(text.charAt(last))) {
      last--;
    }
    return new JsonFound(text, last).token();
  }

  private String value() {
    return switch (first()) {
      case '[' -> "found an array";
      case '{' -> "found an object";
      case '"' -> "found the text " + ItemConverter.shortened(quotation());
      case '}' -> "found nothing";
      default -> "found " + token();
    };
  }

  private String advice() {
    return switch (first()) {
      case '[' -> "; --type List takes arrays";
      case '{' -> "";
      case '"' -> "; --type text takes texts";
      case 't', 'f' -> "; --type boolean takes true and false";
      default -> "; --type double takes numbers";
    };
  }

  private static String named(Class<?> type) {
    if (Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    if (type.isEnum()) {
      return "one of " + ItemConverter.shortened(Arrays.toString(type.getEnumConstants()));
    }
    return type.isRecord()
        ? "an object, to become " + TypeNames.withArticle(type)
        : TypeNames.withArticle(type);
  }

  private char first() {
    return offset < text.length() ? text.charAt(offset) : '}';
  }

  /** The character, or all of the word that it belongs to. */
  private String token() {
    if (offset >= text.length()) {
      return "the end";
    }
    return SafeText.of(
        isPartOfWord(first()) ? ItemConverter.shortened(word()) : String.valueOf(first()));
  }

  private String word() {
    int start = offset;
    while (start > 0 && isPartOfWord(text.charAt(start - 1))) {
      start--;
    }
    int end = offset;
    while (end < text.length() && isPartOfWord(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private String quotation() {
    int end = offset + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return text.substring(offset, Math.min(text.length(), end + 1));
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || "+-._$".indexOf(c) >= 0;
  }
}
