package dev.procession.cli.item;

/** The text of an item is not a value of the type that the function takes. Travels as a cause. */
public final class ItemConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the text, the type, and the reason if it adds information
   */
  public ItemConversionException(String message) {
    super(message);
  }
}
