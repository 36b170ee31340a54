package dev.procession.cli.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a CSV file, joined as {@link Fields}. Quoted fields may have line ends. */
public final class CsvSource implements ItemSource {
  private final Iterator<CsvRecord> records;
  private final String sourceName;

  // Owned by the reading thread.
  private boolean isFirst = true;

  /**
   * Records.
   *
   * @param in the file
   * @param separator what is between fields
   * @param sourceName what the file is called
   */
  public CsvSource(InputStream in, char separator, String sourceName) {
    // Bytes as characters: what CSV is about is ASCII, and fields may be any bytes.
    this.records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .maxBufferSize(ItemReader.MAX_ITEM_BYTES)
            .ofCsvRecord(in, ISO_8859_1)
            .iterator();
    this.sourceName = sourceName;
  }

  @Override
  public @Nullable String next() throws IOException {
    try {
      return records.hasNext() ? Fields.join(fields(records.next())) : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new IOException(sourceName + " is not CSV: " + e.getMessage(), e);
    }
  }

  private List<String> fields(CsvRecord record) {
    List<String> fields =
        record.getFields().stream()
            .map(field -> RawText.decode(field.getBytes(ISO_8859_1)))
            .map(field -> isFirst ? ItemReader.withoutMark(field) : field)
            .toList();
    isFirst = false;
    return fields;
  }

  @Override
  public String describe(long index) {
    return "record " + (index + 1) + " of " + sourceName;
  }
}
