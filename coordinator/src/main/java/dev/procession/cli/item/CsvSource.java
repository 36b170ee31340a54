package dev.procession.cli.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.procession.cli.console.EscapedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file, joined as {@link Fields}. Quoted fields may have line ends, and
 * records any number of fields.
 *
 * <p>The parser takes the end of the file for the end of a quote. Therefore a line of our own is
 * read after the file: where it does not come as a record of its own, a quote has swallowed it.
 */
public final class CsvSource implements ItemSource {
  private static final String LAST_LINE = "\0";

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
    InputStream end = new ByteArrayInputStream(("\n" + LAST_LINE).getBytes(ISO_8859_1));
    // Bytes as characters: what CSV is about is ASCII, and fields may be any bytes.
    this.records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .maxBufferSize(ItemReader.MAX_ITEM_BYTES)
            .ofCsvRecord(new SequenceInputStream(in, end), ISO_8859_1)
            .iterator();
    this.sourceName = sourceName;
  }

  @Override
  public @Nullable String next() throws IOException {
    try {
      CsvRecord record = records.next();
      return isLast(record) ? null : Fields.join(fields(record));
    } catch (NoSuchElementException e) {
      return null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new IOException(sourceName + " is not CSV: " + reason(e), e);
    }
  }

  /** Whether this is the line after the file. */
  private boolean isLast(CsvRecord record) throws IOException {
    List<String> fields = record.getFields();
    String last = fields.get(fields.size() - 1);
    boolean isAlone = fields.size() == 1 && last.equals(LAST_LINE);
    // There is more where the file itself has such a line; what is typed is not waited for.
    if ((!isAlone && !last.endsWith("\n" + LAST_LINE)) || records.hasNext()) {
      return false;
    }
    if (!isAlone) {
      long begin =
          fields.subList(0, fields.size() - 1).stream()
              .flatMapToInt(String::chars)
              .filter(c -> c == '\n')
              .count();
      throw new IOException(
          "%s is not CSV: the quote that begins in line %d is never closed"
              .formatted(sourceName, record.getStartingLineNumber() + begin));
    }
    return true;
  }

  /** The parser says in its causes what is wrong, and before them where. */
  private static String reason(CsvParseException e) {
    Throwable cause = e.getCause();
    String text = e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    return EscapedText.of(text.strip());
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
