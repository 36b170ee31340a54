package dev.procession.cli;

import dev.procession.cli.result.Halt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code never}, {@code now,fail=1}, {@code soon,fail=10%}, {@code now,success=1}. */
final class HaltOption implements ITypeConverter<Halt> {
  private static final Pattern FORM =
      Pattern.compile("(now|soon),(fail|success|done)=(\\d{1,9})(%?)");

  @Override
  public Halt convert(String text) {
    if (text.equals("never")) {
      return Halt.NEVER;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) == 0) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a condition for halting; write never, now,fail=1, soon,fail=10% or"
              + " now,success=1");
    }
    return new Halt(
        matcher.group(1).equals("now") ? Halt.When.NOW : Halt.When.SOON,
        switch (matcher.group(2)) {
          case "fail" -> Halt.What.FAILED;
          case "success" -> Halt.What.SUCCEEDED;
          default -> Halt.What.DONE;
        },
        Integer.parseInt(matcher.group(3)),
        !matcher.group(4).isEmpty());
  }
}
