package dev.procession.cli.compile;

import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.TypeNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The imports of a lambda.
 *
 * @param users the user's imports, as in {@code import} statements, in addition to the default ones
 */
public record Imports(List<String> users) {
  public static final Imports USUAL = new Imports(List.of());

  private static final Pattern FORM =
      Pattern.compile(
          "(static )?\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*(\\.\\*)?");

  private static final String USUAL_ONES =
      TypeNames.IMPORTED_PACKAGES.stream()
          .map(name -> "import " + name + ".*; ")
          .collect(Collectors.joining());

  /**
   * Reads imports; the keyword and the semicolon are optional.
   *
   * @throws UsageException if one is invalid
   */
  public static Imports of(List<String> given) {
    return new Imports(given.stream().map(Imports::read).toList());
  }

  /** The statements, in one line. */
  public String source() {
    return USUAL_ONES + users.stream().map(Imports::statement).collect(Collectors.joining());
  }

  /** The user's import at a position in the source. */
  Optional<String> at(long position) {
    long end = USUAL_ONES.length();
    for (String name : position < end ? List.<String>of() : users) {
      end += statement(name).length();
      if (position < end) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static String statement(String name) {
    return "import " + name + "; ";
  }

  private static String read(String given) {
    String name =
        given
            .strip()
            .replaceFirst("^import\\s+", "")
            .replaceFirst("\\s*;$", "")
            .replaceAll("\\s+", " ");
    if (!FORM.matcher(name).matches() || !name.contains(".")) {
      throw new UsageException(
          "--import: "
              + ItemConverter.quoted(given)
              + " is not an import; write for example java.awt.geom.*, com.acme.Order or 'static"
              + " java.lang.Math.*'");
    }
    return name;
  }
}
