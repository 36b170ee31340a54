package dev.procession.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Describes to the user why a standard stream or a file cannot be used. */
public final class StreamFailure {
  private StreamFailure() {}

  /** Java has no exception type for a closed stream, and the message is the system's. */
  public static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("bad file descriptor")
        ? "the stream is closed"
        : message;
  }

  /** Why a file cannot be used; the messages of some exceptions are only its name. */
  public static String ofFile(IOException e) {
    if (!(e instanceof FileSystemException failure)) {
      return reason(e);
    }
    if (failure.getReason() != null) {
      return failure.getReason();
    }
    return failure instanceof NoSuchFileException
        ? "there is no such file or folder"
        : failure instanceof AccessDeniedException
            ? "permission denied"
            : failure instanceof FileAlreadyExistsException
                ? "there is a file of that name"
                : reason(e);
  }
}
