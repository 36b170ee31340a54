package dev.procession.cli.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Rejects numbers that JSON cannot represent, which Jackson would write as text. */
final class FiniteJsonGenerator extends JsonGeneratorDelegate {
  FiniteJsonGenerator(JsonGenerator out) {
    // All numbers are written by these methods.
    super(out, true);
  }

  @Override
  public void writeNumber(double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw new JsonGenerationException(number + " is not a number in JSON", this);
    }
    super.writeNumber(number);
  }

  @Override
  public void writeNumber(float number) throws IOException {
    if (!Float.isFinite(number)) {
      throw new JsonGenerationException(number + " is not a number in JSON", this);
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
