package dev.procession.cli.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.TypeNames;
import java.io.IOException;

/** Rejects numbers that are too large for their type, which Jackson would read as infinite. */
final class FiniteJsonParser extends JsonParserDelegate {
  FiniteJsonParser(JsonParser in) {
    super(in);
  }

  @Override
  public double getDoubleValue() throws IOException {
    double number = super.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw tooLarge(double.class);
    }
    return number;
  }

  @Override
  public float getFloatValue() throws IOException {
    float number = super.getFloatValue();
    if (Float.isInfinite(number)) {
      throw tooLarge(float.class);
    }
    return number;
  }

  @Override
  public Number getNumberValue() throws IOException {
    Number number = super.getNumberValue();
    if (Double.isInfinite(number.doubleValue()) && number instanceof Double) {
      throw tooLarge(double.class);
    }
    return number;
  }

  private JsonMappingException tooLarge(Class<?> type) throws IOException {
    ItemConversionException reason =
        new ItemConversionException(
            ItemConverter.shortened(getText())
                + " is too large for "
                + TypeNames.withArticle(type));
    return JsonMappingException.from(this, reason.getMessage(), reason);
  }
}
