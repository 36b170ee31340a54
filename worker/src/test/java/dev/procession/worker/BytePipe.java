package dev.procession.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A pipe in memory that, unlike the JDK's, does not care which threads use it, and never fills. */
final class BytePipe {
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();

  final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) {
          pieces.add(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          if (length > 0) {
            pieces.add(Arrays.copyOfRange(bytes, offset, offset + length));
          }
        }

        @Override
        public void close() {
          pieces.add(END);
        }
      };

  final InputStream in =
      new InputStream() {
        private byte[] piece = END;
        private int position;
        private boolean ended;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          if (position == piece.length && !ended) {
            try {
              piece = pieces.take();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            position = 0;
            ended = piece.length == 0;
          }
          if (ended) {
            return -1;
          }
          int count = Math.min(length, piece.length - position);
          System.arraycopy(piece, position, into, offset, count);
          position += count;
          return count;
        }
      };
}
