package dev.procession.cli.item;

import dev.procession.cli.console.EscapedText;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Converts text to items of one type.
 *
 * <p>The usual types are written out; an enum takes its constants' names; any other class is made
 * by its static {@code valueOf}, {@code parse}, {@code of}, {@code fromString}, {@code forName} or
 * {@code compile}, or else by its constructor, with one text as parameter. That covers {@code
 * java.time} and most value classes of users.
 */
public final class ItemConverter {
  private static final int SHOWN_CHARS = 80;

  /** Said of an item that cannot even be text. */
  public static final String NOT_UTF8 = " is not UTF-8 text";

  /** The types that accept bytes that are not UTF-8. */
  private static final Set<Class<?>> FROM_ANY_BYTES =
      Set.of(Path.class, byte[].class, RawText.class);

  private static final List<String> FACTORY_NAMES =
      List.of("valueOf", "parse", "of", "fromString", "forName", "compile");

  /** Padded numbers are common (wc -l), so blanks around them are ignored. */
  private static final Map<Class<?>, Conversion> USUAL =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(CharSequence.class, text -> text),
          Map.entry(Object.class, text -> text),
          Map.entry(Byte.class, text -> Byte.valueOf(text.strip())),
          Map.entry(Short.class, text -> Short.valueOf(text.strip())),
          Map.entry(Integer.class, text -> Integer.valueOf(text.strip())),
          Map.entry(Long.class, text -> Long.valueOf(text.strip())),
          Map.entry(Float.class, ItemConverter::toFloat),
          Map.entry(Double.class, ItemConverter::toDouble),
          Map.entry(Boolean.class, ItemConverter::toBoolean),
          Map.entry(Character.class, ItemConverter::toCharacter),
          Map.entry(BigInteger.class, text -> new BigInteger(text.strip())),
          Map.entry(BigDecimal.class, text -> new BigDecimal(text.strip())),
          Map.entry(Path.class, RawText::path),
          Map.entry(byte[].class, RawText::encode),
          Map.entry(RawText.class, text -> text),
          Map.entry(File.class, File::new),
          Map.entry(URI.class, text -> new URI(text.strip())),
          Map.entry(URL.class, text -> new URL(text.strip())),
          Map.entry(UUID.class, text -> UUID.fromString(text.strip())));

  private final Class<?> type;
  private final Conversion conversion;

  private ItemConverter(Class<?> type, Conversion conversion) {
    this.type = type;
    this.conversion = conversion;
  }

  /** A conversion of text to a value; its exception becomes the reason in the message. */
  @FunctionalInterface
  private interface Conversion {
    Object convert(String text) throws Exception;
  }

  /** The converter to {@code type}, or empty if text cannot be converted to it. */
  public static Optional<ItemConverter> to(Class<?> type) {
    Class<?> boxed = TypeNames.boxed(type);
    Conversion usual = USUAL.get(boxed);
    if (usual != null) {
      return Optional.of(new ItemConverter(type, usual));
    }
    if (type.isEnum()) {
      return Optional.of(new ItemConverter(type, text -> constantOf(type, text)));
    }
    return factoryOf(type)
        .or(() -> constructorOf(type))
        .map(conversion -> new ItemConverter(type, conversion));
  }

  public Object convert(String text) throws ItemConversionException {
    if (!FROM_ANY_BYTES.contains(type)) {
      utf8(text);
    }
    try {
      return conversion.convert(text);
    } catch (Exception e) {
      Throwable reason =
          e instanceof InvocationTargetException wrapper ? wrapper.getTargetException() : e;
      throw new ItemConversionException(
          quoted(text) + " is not " + TypeNames.withArticle(type) + because(reason));
    }
  }

  /**
   * {@code text}, if it is nothing but text: any other type would change it, or not find the file.
   *
   * @throws ItemConversionException if it has bytes that are not UTF-8
   */
  public static String utf8(String text) throws ItemConversionException {
    if (!RawText.isUtf8(text)) {
      throw new ItemConversionException(
          quoted(text)
              + NOT_UTF8
              + "; a function of Path accepts any file name, a function of"
              + " byte[] any bytes");
    }
    return text;
  }

  /** {@code text} in quotes on one line, cut where it is too long to read. */
  public static String quoted(String text) {
    return text.length() <= SHOWN_CHARS
        ? '"' + shown(text) + '"'
        : '"' + shown(text.substring(0, SHOWN_CHARS)) + "…\" (" + text.length() + " characters)";
  }

  /** The same without quotes. */
  public static String shortened(String text) {
    return shown(text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…");
  }

  private static String shown(String text) {
    return EscapedText.of(RawText.shown(text));
  }

  private static String because(Throwable reason) {
    String message = reason.getMessage();
    // "For input string" and "invalid digit" only repeat that it is not a number.
    boolean addsNothing = message == null || reason instanceof NumberFormatException;
    return addsNothing ? "" : ": " + message;
  }

  private static Object toFloat(String text) {
    float number = Float.parseFloat(text.strip());
    return refuseTooLarge(text, number, Float.isInfinite(number));
  }

  private static Object toDouble(String text) {
    double number = Double.parseDouble(text.strip());
    return refuseTooLarge(text, number, Double.isInfinite(number));
  }

  /** Java reads 1e400 as infinite; users can write Infinity for that. */
  private static Object refuseTooLarge(String text, Object number, boolean isInfinite) {
    if (isInfinite && !text.contains("Infinity")) {
      throw new IllegalArgumentException("it is too large; use --type BigDecimal");
    }
    return number;
  }

  private static Object toBoolean(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }

  private static Object toCharacter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("it has " + text.length() + " characters");
    }
    return text.charAt(0);
  }

  private static Object constantOf(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    for (Object constant : constants) {
      if (((Enum<?>) constant).name().equals(text.strip())) {
        return constant;
      }
    }
    throw new IllegalArgumentException("its constants are " + Arrays.toString(constants));
  }

  private static Optional<Conversion> factoryOf(Class<?> type) {
    for (String name : FACTORY_NAMES) {
      for (Class<?> parameter : List.of(String.class, CharSequence.class)) {
        try {
          Method method = type.getMethod(name, parameter);
          if (Modifier.isStatic(method.getModifiers())
              && type.isAssignableFrom(method.getReturnType())
              && method.trySetAccessible()) {
            return Optional.of(text -> method.invoke(null, text));
          }
        } catch (NoSuchMethodException e) {
          // The next name may work; the caller reports if none does.
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Conversion> constructorOf(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return Optional.empty();
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(String.class);
      return constructor.trySetAccessible()
          ? Optional.of(constructor::newInstance)
          : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }
}
