package dev.procession.process.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.tunnel.Message.Stream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream through the tunnel: nothing is lost, and no more is on its way than there is credit. */
@Timeout(30)
class CreditTest {
  /** What one end has sent and the other has not taken. */
  private static final class Wire implements Link {
    final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();

    @Override
    public void send(byte[] message) {
      messages.add(message);
    }

    @Override
    public void close() {}
  }

  private final Wire forth = new Wire();
  private final Wire back = new Wire();
  private final CreditedOutput out = new CreditedOutput(new Tunnel(forth), 1, Stream.STDOUT);
  private final CreditedInput in = new CreditedInput(new Tunnel(back), 1, Stream.STDOUT);

  private int carry() throws IOException {
    int carried = 0;
    for (byte[] each = forth.messages.poll(); each != null; each = forth.messages.poll()) {
      Message message = MessageCodec.message(each);
      if (message instanceof Message.Bytes bytes) {
        carried += bytes.bytes().length;
        in.add(bytes.bytes());
      } else {
        in.end();
      }
    }
    return carried;
  }

  private void carryBack() throws IOException {
    for (byte[] each = back.messages.poll(); each != null; each = back.messages.poll()) {
      out.addCredit(((Message.Credit) MessageCodec.message(each)).bytes());
    }
  }

  private static CompletableFuture<Void> write(CreditedOutput to, byte[] bytes) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                to.write(bytes);
                to.close();
                done.complete(null);
              } catch (IOException e) {
                done.completeExceptionally(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    return done;
  }

  private void awaitWaiting() {
    while (!out.isWaiting()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aWriterWaitsForItsReader() throws Exception {
    CompletableFuture<Void> written = write(out, new byte[10 * CreditedOutput.CREDIT_BYTES]);
    awaitWaiting();

    assertEquals(CreditedOutput.CREDIT_BYTES, carry());
    out.fail("over");
    assertThrows(Exception.class, () -> written.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws Exception {
    byte[] bytes = new byte[5 * CreditedOutput.CREDIT_BYTES + 17];
    new SplittableRandom(1).nextBytes(bytes);
    CompletableFuture<Void> written = write(out, bytes);
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return in.readAllBytes();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    while (!read.isDone()) {
      carry();
      carryBack();
    }

    assertArrayEquals(bytes, read.get());
    assertTrue(written.isDone());
  }

  @Test
  void messagesOutOfOrderAreRefused() throws Exception {
    Tunnel sender = new Tunnel(forth);
    sender.send(new Message.Beat(1));
    sender.send(new Message.Beat(2));
    sender.send(new Message.Beat(3));
    Tunnel receiver = new Tunnel(back);

    receiver.receive(forth.messages.remove());
    forth.messages.remove();
    IOException refusal =
        assertThrows(IOException.class, () -> receiver.receive(forth.messages.remove()));

    assertEquals("message 2 came where 1 was due", refusal.getMessage());
  }

  private record Spliced(byte[] content, long sizeBytes) implements CreditedInput.Splice {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }
  }

  @Test
  void fileIsReadAtItsPlaceAndNeedsNoCredit() throws Exception {
    byte[] content = new byte[3 * CreditedOutput.CREDIT_BYTES];
    new SplittableRandom(4).nextBytes(content);
    in.add(new byte[] {1, 2});
    in.add(new Spliced(content, content.length));
    in.add(new Spliced(new byte[0], 0));
    in.add(new byte[] {3});
    in.end();

    assertEquals(4, in.available());
    byte[] read = in.readAllBytes();

    byte[] expected = new byte[content.length + 3];
    expected[0] = 1;
    expected[1] = 2;
    System.arraycopy(content, 0, expected, 2, content.length);
    expected[content.length + 2] = 3;
    assertArrayEquals(expected, read);
    assertEquals(0, in.available());
    assertTrue(back.messages.isEmpty());
  }

  /** Who writes on what was read has to flush it before it waits for more. */
  @Test
  void nothingIsAvailableBehindTheLastByteOfAFile() throws Exception {
    in.add(new Spliced(new byte[] {1, 2}, 2));

    assertEquals(1, in.read());
    assertEquals(1, in.available());
    assertEquals(2, in.read());
    assertEquals(0, in.available());
  }

  @Test
  void fileThatIsTooShortIsAnError() {
    in.add(new Spliced(new byte[] {1, 2}, 3));

    assertThrows(IOException.class, () -> in.readNBytes(3));
  }
}
