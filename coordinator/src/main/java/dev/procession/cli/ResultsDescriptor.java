package dev.procession.cli;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;

/**
 * The file descriptor for results, to which the JVM itself prints nothing.
 *
 * <p>A JVM prints its thread dump on standard output, and so do some agents. So the launcher script
 * moves standard output to another descriptor, passes its number in a system property, and replaces
 * it by standard error. Without the script, standard output is used for both.
 */
final class ResultsDescriptor {
  private static final String PROPERTY = "procession.results";

  private ResultsDescriptor() {}

  /** The stream for results, without a buffer. */
  static OutputStream open() {
    Integer number = Integer.getInteger(PROPERTY);
    return number == null ? new FileOutputStream(FileDescriptor.out) : open(number);
  }

  /**
   * Opening {@code /dev/fd/3} is not equivalent: it opens the file a second time, with a separate
   * position, and fails for a terminal of another user. The manifest opens the package for this.
   */
  private static OutputStream open(int number) {
    try {
      Constructor<FileDescriptor> descriptor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      descriptor.setAccessible(true);
      return new FileOutputStream(descriptor.newInstance(number));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Not our jar, or another JDK: output is then appended to a file.
      return append(number);
    }
  }

  private static OutputStream append(int number) {
    try {
      return new FileOutputStream("/dev/fd/" + number, true);
    } catch (FileNotFoundException e) {
      throw new IllegalStateException(
          "-D" + PROPERTY + "=" + number + " is not an open file descriptor", e);
    }
  }
}
