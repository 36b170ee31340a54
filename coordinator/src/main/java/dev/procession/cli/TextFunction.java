package dev.procession.cli;

import dev.procession.task.SerializableFunction;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * What the command line maps: text in, text out, with the user's function in between.
 *
 * <p>Both conversions happen in the worker. So a type whose conversion throws, or a result that
 * could not travel, is a failed item like any other, no code of the user's runs in the coordinator,
 * and only text crosses the pipes. Public because lambdas compiled on the fly extend it from a
 * class loader of their own.
 */
public abstract class TextFunction implements SerializableFunction<String, String> {
  private static final long serialVersionUID = 1L;

  /** Made in the worker, on the first item, by the thread that runs the task. */
  private transient @Nullable ItemConverter converter;

  /** For the forms of FUNCTION. */
  protected TextFunction() {}

  @Override
  public final String apply(String text) throws Exception {
    return ResultText.of(call(converted(text)));
  }

  /**
   * The type that items are converted to.
   *
   * @return the type, which may be primitive
   * @throws Exception when a class is not there
   */
  protected abstract Class<?> itemType() throws Exception;

  /**
   * The same with what its type parameters are, as far as that is known.
   *
   * @return {@link #itemType()}, or a type whose erasure that is
   * @throws Exception when a class is not there
   */
  protected Type itemForm() throws Exception {
    return itemType();
  }

  /**
   * Whether this function is called for what it does: then nothing is printed for an item.
   *
   * @return true for a function that returns nothing
   */
  protected abstract boolean returnsNothing();

  /**
   * Calls the user's function.
   *
   * @param item a value of {@link #itemType()}, or null, which no text is but JSON's null
   * @return what it returned
   * @throws Exception what it threw
   */
  protected abstract @Nullable Object call(@Nullable Object item) throws Exception;

  /**
   * The type of the only parameter of a functional interface's only method.
   *
   * @param functional the interface
   * @return the parameter's erased type
   */
  protected static Class<?> parameterOf(Class<?> functional) {
    return functional.getDeclaredMethods()[0].getParameterTypes()[0];
  }

  /**
   * The same with its type parameters.
   *
   * @param functional the interface
   * @return the parameter's type
   */
  protected static Type formOf(Class<?> functional) {
    return functional.getDeclaredMethods()[0].getGenericParameterTypes()[0];
  }

  /** The item that a text stands for. */
  final Object converted(String text) throws Exception {
    return converter().convert(text);
  }

  private ItemConverter converter() throws Exception {
    ItemConverter known = converter;
    if (known == null) {
      Class<?> type = itemType();
      known =
          ItemConverter.to(type)
              .orElseThrow(
                  () ->
                      new ItemConversionException(
                          "Text cannot become " + TypeNames.withArticle(type)));
      converter = known;
    }
    return known;
  }
}
