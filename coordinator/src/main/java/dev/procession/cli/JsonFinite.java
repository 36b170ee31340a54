package dev.procession.cli;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Refuses numbers that JSON does not have, which Jackson would write as text. */
final class JsonFinite extends JsonGeneratorDelegate {
  JsonFinite(JsonGenerator out) {
    // Everything passes here, one by one.
    super(out, true);
  }

  @Override
  public void writeNumber(double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw new JsonGenerationException(number + " is no number in JSON", this);
    }
    super.writeNumber(number);
  }

  @Override
  public void writeNumber(float number) throws IOException {
    if (!Float.isFinite(number)) {
      throw new JsonGenerationException(number + " is no number in JSON", this);
    }
    super.writeNumber(number);
  }

  @Override
  public void writeArray(double[] numbers, int offset, int length) throws IOException {
    writeStartArray(numbers, length);
    for (int i = offset; i < offset + length; i++) {
      writeNumber(numbers[i]);
    }
    writeEndArray();
  }
}
