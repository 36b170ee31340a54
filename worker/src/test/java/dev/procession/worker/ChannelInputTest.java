package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelInputTest {
  /** A pipe that has a byte when it is asked for the third time; nobody may wait in its read. */
  private static final class Slow extends ByteArrayInputStream {
    private int looks;

    Slow() {
      super(new byte[] {'a'});
    }

    @Override
    public synchronized int available() {
      return ++looks < 3 ? 0 : 1;
    }

    @Override
    public synchronized int read() {
      return read(new byte[1], 0, 1);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      if (looks < 3) {
        throw new AssertionError("would wait");
      }
      return super.read(into, offset, length);
    }
  }

  @Test
  void whoeverIsAboutToLeaveDoesNotWaitInTheSystem() throws Exception {
    ChannelInput input = new ChannelInput(new Slow());
    input.poll();

    assertEquals(1, input.read(new byte[8], 0, 8));
  }

  @Test
  void noticesInTheEndThatTheCoordinatorIsGone() throws Exception {
    ChannelInput input = new ChannelInput(InputStream.nullInputStream());
    input.poll();

    assertEquals(-1, input.read(new byte[8], 0, 8));
  }

  @Test
  void readsInTheSystemBefore() throws Exception {
    ChannelInput input =
        new ChannelInput(
            new ByteArrayInputStream(new byte[] {7}) {
              @Override
              public synchronized int available() {
                throw new AssertionError("polled");
              }
            });

    assertEquals(7, input.read());
    assertEquals(-1, input.read());
  }
}
