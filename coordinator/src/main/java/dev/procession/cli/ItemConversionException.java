package dev.procession.cli;

/** The text of an item is not a value of the type that the function takes. Travels as a cause. */
public final class ItemConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * An item that cannot be read.
   *
   * @param message which text is not of which type, and why where that adds something
   */
  public ItemConversionException(String message) {
    super(message);
  }
}
