package dev.procession.worker;

import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToWorkerCodec;
import java.io.IOException;

/**
 * Reads the coordinator's messages and passes them to the {@link Mailbox}. Its first duty is to
 * detect the end of the input, and to end the process then. So it never waits for anything else: it
 * takes no lock that another thread could hold for long, does not write, starts no thread, and runs
 * no user code.
 */
final class Reader {
  private final FrameReader frames;
  private final Mailbox mailbox;
  private final Shutdown leaving;

  Reader(ChannelInput input, Mailbox mailbox, Shutdown leaving) {
    this.frames = new FrameReader(input, Protocol.MAX_BODY_BYTES);
    this.mailbox = mailbox;
    this.leaving = leaving;
  }

  /** Reads until the input ends, which ends the process. */
  void run() {
    try {
      while (true) {
        Frame frame = frames.next();
        if (frame == null) {
          break;
        }
        mailbox.deliver(ToWorkerCodec.read(frame));
      }
    } catch (ProtocolException e) {
      leaving.fail(ProcessExit.PROTOCOL_BROKEN, e);
      return;
    } catch (IOException e) {
      // The input ended in the middle of a message, which also means that the coordinator has
      // exited.
    } catch (Throwable e) {
      leaving.fail(ProcessExit.UNABLE, e);
      return;
    }
    leaving.coordinatorGone();
  }
}
