package dev.procession.cli.item;

import dev.procession.cli.console.UsageException;
import java.util.Locale;

/** The format of input and output lines. */
public enum LineFormat {
  /** Plain text. */
  TEXT,
  /** One JSON value. */
  JSONL,
  /** Several texts, whatever they are made of; for input only. */
  CSV;

  private static final String JACKSON = "com.fasterxml.jackson.databind.json.JsonMapper";

  /** The name that users write. */
  public String userName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Checks whether this format is available.
   *
   * @throws UsageException if a library is missing, which is in procession.jar but is no dependency
   *     of programs that embed the pool
   */
  public void check() {
    if (this == JSONL) {
      try {
        Class.forName(JACKSON, false, LineFormat.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new UsageException(
            "jsonl needs com.fasterxml.jackson.core:jackson-databind, which is not on the class"
                + " path of this command; procession.jar includes it");
      }
    }
  }
}
