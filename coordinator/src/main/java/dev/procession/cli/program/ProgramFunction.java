package dev.procession.cli.program;

import dev.procession.cli.function.TextFunction;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.RawText;
import dev.procession.task.WorkerContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A program as a function: of a {@link Call}, to its {@link ProgramOutput}. */
public abstract class ProgramFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  /** For the kinds of programs. */
  ProgramFunction() {}

  @Override
  protected final Class<?> itemType() {
    return RawText.class;
  }

  @Override
  public final boolean returnsNothing() {
    return false;
  }

  @Override
  public final boolean isProgram() {
    return true;
  }

  @Override
  protected final Object call(@Nullable Object item) throws Exception {
    int slot = WorkerContext.current().workerId() + 1;
    ProgramEnd end = run(Call.of((String) Objects.requireNonNull(item), slot));
    if (end.exitCode() != 0) {
      throw new ProgramFailure(end.exitCode(), end.output());
    }
    return end.output().text();
  }

  /** How the item is named that a call is for, as a command line. */
  public abstract String commandLine(Call call);

  /** All that says what is done with an item. */
  public abstract String identity();

  /** Runs the program. */
  abstract ProgramEnd run(Call call) throws Exception;

  /**
   * Checks an argument of a program, which Java can only pass if it is text: other bytes would
   * become question marks, which may name another file.
   *
   * @throws ItemConversionException if it has bytes that are not UTF-8
   */
  static void requireText(String argument) throws ItemConversionException {
    if (!RawText.isUtf8(argument)) {
      throw new ItemConversionException(
          ItemConverter.quoted(argument)
              + " is not UTF-8 text and cannot be an argument; --pipe-item passes any bytes as"
              + " standard input");
    }
  }

  /**
   * How a program ended.
   *
   * @param exitCode its exit code
   * @param output what it printed
   */
  record ProgramEnd(int exitCode, ProgramOutput output) {}
}
