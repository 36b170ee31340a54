package dev.procession.cli.function;

import dev.procession.cli.console.EscapedText;
import dev.procession.cli.item.Fields;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.TypeNames;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes what a function takes of the columns of an item: a parameter of each, a record, a map, a
 * list or an array of texts.
 *
 * @param names their names, where a header has said them
 * @param unchanged whether a value that does not print as its text is refused, because the first
 *     item alone decided the types
 */
record Columns(List<String> names, boolean unchanged) implements Serializable {

  /** The item, as {@code function} takes it. */
  Object item(TextFunction function, String text) throws Exception {
    List<String> fields = Fields.split(text);
    Class<?>[] parameters = function.columnTypes();
    if (parameters.length > 0) {
      return values(fields, parameters, "the function takes");
    }
    Class<?> type = function.itemType();
    if (type == String[].class) {
      return fields.toArray(String[]::new);
    }
    if (type == Map.class) {
      return map(fields);
    }
    if (type.isRecord()) {
      return record(fields, type);
    }
    if (type.isAssignableFrom(List.class)) {
      return fields;
    }
    if (fields.size() > 1) {
      throw new ItemConversionException(
          "it has "
              + counted(fields.size())
              + ", and the function takes "
              + TypeNames.withArticle(type)
              + "; declare a parameter for each, a record, a Map or a List<String>");
    }
    return value(fields.get(0), type);
  }

  private Map<String, String> map(List<String> fields) throws ItemConversionException {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String name = i < names.size() ? names.get(i) : Integer.toString(i + 1);
      map.put(name, ItemConverter.utf8(fields.get(i)));
    }
    return map;
  }

  private Object record(List<String> fields, Class<?> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        names.isEmpty() ? values(fields, types, "the record has") : named(fields, components);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new ItemConversionException(String.valueOf(e.getTargetException()));
    }
  }

  private Object[] named(List<String> fields, RecordComponent[] components)
      throws ItemConversionException {
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      int column = names.indexOf(components[i].getName());
      if (column >= fields.size()) {
        throw new ItemConversionException(
            "it has " + counted(fields.size()) + ", and the header has " + names.size());
      }
      if (column < 0) {
        throw new ItemConversionException(
            "there is no column "
                + components[i].getName()
                + "; its columns are "
                + EscapedText.of(String.join(", ", names)));
      }
      values[i] = value(fields.get(column), components[i].getType());
    }
    return values;
  }

  private Object[] values(List<String> fields, Class<?>[] types, String subject)
      throws ItemConversionException {
    if (fields.size() != types.length) {
      throw new ItemConversionException(
          "it has " + counted(fields.size()) + ", and " + subject + " " + types.length);
    }
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = value(fields.get(i), types[i]);
      if (unchanged) {
        UnchangedItems.refuseChange(values[i], fields.get(i), types[i]);
      }
    }
    return values;
  }

  private static String counted(int columns) {
    return columns == 1 ? "1 column" : columns + " columns";
  }

  private static Object value(String text, Class<?> type) throws ItemConversionException {
    return ItemConverter.to(type)
        .orElseThrow(
            () -> new ItemConversionException("text cannot become " + TypeNames.withArticle(type)))
        .convert(text);
  }
}
