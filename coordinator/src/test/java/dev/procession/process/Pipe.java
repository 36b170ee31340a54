package dev.procession.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A pipe as the system has them: it fills up, and either side notices when the other closes. */
final class Pipe {
  private static final int CAPACITY_BYTES = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, like all that follows. */
  private final byte[] bytes = new byte[CAPACITY_BYTES];

  private int from;
  private int count;
  private boolean inClosed;
  private boolean outClosed;

  final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
          put(source, offset, length);
        }

        @Override
        public void close() {
          closeOut();
        }
      };

  final InputStream in =
      new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return get(into, offset, length);
        }

        @Override
        public int available() {
          return waiting();
        }

        @Override
        public void close() {
          closeIn();
        }
      };

  private void put(byte[] source, int offset, int length) throws IOException {
    lock.lock();
    try {
      int done = 0;
      while (done < length) {
        while (count == CAPACITY_BYTES && !inClosed && !outClosed) {
          changed.awaitUninterruptibly();
        }
        if (inClosed || outClosed) {
          throw new IOException("Broken pipe");
        }
        int at = (from + count) % CAPACITY_BYTES;
        int room = Math.min(CAPACITY_BYTES - count, CAPACITY_BYTES - at);
        int some = Math.min(length - done, room);
        System.arraycopy(source, offset + done, bytes, at, some);
        count += some;
        done += some;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private int get(byte[] into, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (count == 0 && !outClosed && !inClosed) {
        changed.awaitUninterruptibly();
      }
      if (inClosed) {
        throw new IOException("Stream closed");
      }
      if (count == 0) {
        return -1;
      }
      int some = Math.min(length, Math.min(count, CAPACITY_BYTES - from));
      System.arraycopy(bytes, from, into, offset, some);
      from = (from + some) % CAPACITY_BYTES;
      count -= some;
      changed.signalAll();
      return some;
    } finally {
      lock.unlock();
    }
  }

  private int waiting() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void closeOut() {
    lock.lock();
    try {
      outClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void closeIn() {
    lock.lock();
    try {
      inClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
