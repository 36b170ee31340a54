package dev.procession.cli.function;

import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.TypeNames;
import org.jspecify.annotations.Nullable;

/**
 * A function whose item type was chosen from the first item. The user did not say that all items
 * are numbers, so one that is not printed as it is written (007 after 1) fails instead of being
 * changed.
 */
public final class UnchangedItems extends WrappingFunction {
  private static final long serialVersionUID = 1L;

  public UnchangedItems(TextFunction function) {
    super(function);
  }

  @Override
  public boolean returnsNothing() {
    return function().returnsNothing();
  }

  @Override
  @Nullable
  public Object call(TextFunction function, String text) throws Exception {
    Object value = function.converted(text);
    refuseChange(value, text, function.itemType());
    return function.call(value);
  }

  static void refuseChange(Object value, String text, Class<?> type)
      throws ItemConversionException {
    if (!isWritten(value, text)) {
      throw new ItemConversionException(
          ItemConverter.quoted(text)
              + " would become "
              + value
              + " as "
              + TypeNames.withArticle(type)
              + ", which --type "
              + type.getSimpleName()
              + " accepts");
    }
  }

  /** An integer among other numbers is printed with a fraction, but has the same value. */
  private static boolean isWritten(Object value, String text) {
    return String.valueOf(value).equals(text)
        || (value instanceof Double number && Long.toString(number.longValue()).equals(text));
  }
}
