package dev.procession.cli.function;

import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.TypeNames;
import dev.procession.task.SerializableFunction;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The function that the command line maps: from text to text, around the user's function.
 *
 * <p>Both conversions happen in the worker. So a conversion that throws, or a result that cannot be
 * sent, is a failed item like any other, no user code runs in the coordinator, and only text is
 * sent over the pipes. Public because lambdas compiled on the fly extend it from a class loader of
 * their own.
 */
public abstract class TextFunction implements SerializableFunction<String, String> {
  private static final long serialVersionUID = 1L;

  /** Created in the worker, on the first item, by the thread that runs the task. */
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
   * @throws Exception if a class is missing
   */
  protected abstract Class<?> itemType() throws Exception;

  /**
   * The same with its type arguments, as far as they are known.
   *
   * @return {@link #itemType()}, or a type whose erasure that is
   * @throws Exception if a class is missing
   */
  protected Type itemForm() throws Exception {
    return itemType();
  }

  /**
   * The types of the columns, where each is a parameter: then an item is an array of their values.
   *
   * @return the types; none where the item is one parameter
   */
  protected Class<?>[] columnTypes() {
    return new Class<?>[0];
  }

  /**
   * The types of the parameters of a functional interface's only method.
   *
   * @param functional the interface
   * @return the erased types
   */
  protected static Class<?>[] parametersOf(Class<?> functional) {
    return functional.getDeclaredMethods()[0].getParameterTypes();
  }

  /**
   * Whether this function is called for what it does: then nothing is printed for an item.
   *
   * @return true for a function that returns nothing
   */
  public abstract boolean returnsNothing();

  /**
   * Whether this is a program: then its items are sent with their numbers, and its results are what
   * it printed.
   *
   * @return true for a program
   */
  public boolean isProgram() {
    return false;
  }

  /**
   * Calls the user's function.
   *
   * @param item a value of {@link #itemType()}, or null, which only JSON's null gives
   * @return its result
   * @throws Exception if it throws
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

  /** Converts a text to an item. */
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
