package dev.procession.process.worker;

import dev.procession.process.worker.PrintedLine.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the bytes that a worker printed and gives lines, each of one origin.
 *
 * <p>The worker marks where its output changes between {@code System.out} and everything else:
 * {@code DLE SO} begins the former, {@code DLE SI} the latter, {@code DLE DLE} is a DLE that was
 * printed. Lines of the two are put together apart, so they never mix.
 */
final class LineSplitter {
  private static final int DLE = 0x10;
  private static final int SHIFT_OUT = 0x0E;
  private static final int SHIFT_IN = 0x0F;
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final int workerId;
  private final Consumer<PrintedLine> lines;
  private final Map<Origin, ByteArrayOutputStream> open = new EnumMap<>(Origin.class);

  /** Written by the thread that calls {@link #accept}, like {@link #escaped}. */
  private Origin origin = Origin.ERR;

  private boolean escaped;

  LineSplitter(int workerId, Consumer<PrintedLine> lines) {
    this.workerId = workerId;
    this.lines = lines;
    for (Origin each : Origin.values()) {
      open.put(each, new ByteArrayOutputStream());
    }
  }

  void accept(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int b = bytes[i];
      if (escaped) {
        escaped = false;
        unescape(b);
      } else if (b == DLE) {
        escaped = true;
      } else {
        add(b);
      }
    }
  }

  /** The end of the output: lines without an end are lines, too. */
  void finish() {
    for (Origin each : Origin.values()) {
      if (line(each).size() > 0) {
        emit(each);
      }
    }
  }

  private void unescape(int b) {
    if (b == SHIFT_OUT) {
      origin = Origin.OUT;
    } else if (b == SHIFT_IN) {
      origin = Origin.ERR;
    } else {
      add(DLE);
      if (b != DLE) {
        add(b);
      }
    }
  }

  private void add(int b) {
    ByteArrayOutputStream line = line(origin);
    if (b == '\n') {
      emit(origin);
    } else {
      line.write(b);
      if (line.size() >= MAX_LINE_BYTES) {
        emit(origin);
      }
    }
  }

  private void emit(Origin from) {
    ByteArrayOutputStream line = line(from);
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    lines.accept(new PrintedLine(workerId, from, text));
  }

  private ByteArrayOutputStream line(Origin from) {
    ByteArrayOutputStream line = open.get(from);
    if (line == null) {
      throw new AssertionError(from);
    }
    return line;
  }
}
