package dev.procession.protocol;

/** The encoding of {@link SharedOperation} and {@link SharedReply} inside of their messages. */
final class SharedWire {
  private static final SharedOperation.When[] WHEN = SharedOperation.When.values();

  private static final int CLOSE = 0;
  private static final int LOCK = 1;
  private static final int UNLOCK = 2;
  private static final int ACQUIRE = 3;
  private static final int RELEASE = 4;
  private static final int READ = 5;
  private static final int WRITE = 6;
  private static final int ADD = 7;
  private static final int COMPARE_AND_SET = 8;
  private static final int RAISE = 9;
  private static final int LOWER = 10;
  private static final int PUT = 11;
  private static final int TAKE = 12;
  private static final int SIZE = 13;
  private static final int FINISH = 14;
  private static final int GET = 15;
  private static final int STORE = 16;
  private static final int REMOVE = 17;
  private static final int EXCHANGE = 18;
  private static final int COUNT_DOWN = 19;
  private static final int AWAIT = 20;
  private static final int LAST_OPERATION = AWAIT;

  private static final int DONE = 0;
  private static final int LOCKED = 1;
  private static final int NUMBER = 2;
  private static final int FLAG = 3;
  private static final int VALUE = 4;
  private static final int NO_VALUE = 5;
  private static final int TIMED_OUT = 6;
  private static final int WITHDRAWN = 7;
  private static final int FINISHED = 8;
  private static final int GONE = 9;
  private static final int REFUSED = 10;
  private static final int DEADLOCK = 11;
  private static final int POOL_ENDED = 12;
  private static final int LAST_REPLY = POOL_ENDED;

  private SharedWire() {}

  @SuppressWarnings("EnumOrdinal") // The order is part of the protocol.
  static WireOutput write(SharedOperation operation, WireOutput out) {
    if (operation instanceof SharedOperation.Lock o) {
      return out.number(LOCK).number(o.waitNanos());
    } else if (operation instanceof SharedOperation.Unlock) {
      return out.number(UNLOCK);
    } else if (operation instanceof SharedOperation.Acquire o) {
      return out.number(ACQUIRE).number(o.permits()).number(o.waitNanos());
    } else if (operation instanceof SharedOperation.Release o) {
      return out.number(RELEASE).number(o.permits());
    } else if (operation instanceof SharedOperation.Read) {
      return out.number(READ);
    } else if (operation instanceof SharedOperation.Write o) {
      return out.number(WRITE).int64(o.value());
    } else if (operation instanceof SharedOperation.Add o) {
      return out.number(ADD).int64(o.amount());
    } else if (operation instanceof SharedOperation.CompareAndSet o) {
      return out.number(COMPARE_AND_SET).int64(o.expected()).int64(o.value());
    } else if (operation instanceof SharedOperation.Raise o) {
      return out.number(RAISE).int64(o.value());
    } else if (operation instanceof SharedOperation.Lower o) {
      return out.number(LOWER).int64(o.value());
    } else if (operation instanceof SharedOperation.Put o) {
      return out.number(PUT).bytes(o.value()).number(o.waitNanos());
    } else if (operation instanceof SharedOperation.Take o) {
      return out.number(TAKE).number(o.waitNanos());
    } else if (operation instanceof SharedOperation.Size) {
      return out.number(SIZE);
    } else if (operation instanceof SharedOperation.Finish) {
      return out.number(FINISH);
    } else if (operation instanceof SharedOperation.Get o) {
      return out.number(GET).bytes(o.key());
    } else if (operation instanceof SharedOperation.Store o) {
      return out.number(STORE).bytes(o.key()).bytes(o.value()).number(o.when().ordinal());
    } else if (operation instanceof SharedOperation.Remove o) {
      return out.number(REMOVE).bytes(o.key());
    } else if (operation instanceof SharedOperation.Exchange o) {
      return out.number(EXCHANGE).bytes(o.key()).bytes(o.expected()).bytes(o.value());
    } else if (operation instanceof SharedOperation.CountDown) {
      return out.number(COUNT_DOWN);
    } else if (operation instanceof SharedOperation.Await o) {
      return out.number(AWAIT).number(o.waitNanos());
    } else if (operation instanceof SharedOperation.Close) {
      return out.number(CLOSE);
    }
    throw new AssertionError(operation);
  }

  static SharedOperation operation(WireInput in) throws ProtocolException {
    return switch (in.count("the operation", LAST_OPERATION)) {
      case LOCK -> new SharedOperation.Lock(wait(in));
      case UNLOCK -> new SharedOperation.Unlock();
      case ACQUIRE -> new SharedOperation.Acquire(permits(in), wait(in));
      case RELEASE -> new SharedOperation.Release(permits(in));
      case READ -> new SharedOperation.Read();
      case WRITE -> new SharedOperation.Write(in.int64("the value"));
      case ADD -> new SharedOperation.Add(in.int64("the amount"));
      case COMPARE_AND_SET ->
          new SharedOperation.CompareAndSet(
              in.int64("the expected value"), in.int64("the new value"));
      case RAISE -> new SharedOperation.Raise(in.int64("the value"));
      case LOWER -> new SharedOperation.Lower(in.int64("the value"));
      case PUT -> new SharedOperation.Put(in.bytes("the item"), wait(in));
      case TAKE -> new SharedOperation.Take(wait(in));
      case SIZE -> new SharedOperation.Size();
      case FINISH -> new SharedOperation.Finish();
      case GET -> new SharedOperation.Get(in.bytes("the key"));
      case STORE ->
          new SharedOperation.Store(
              in.bytes("the key"),
              in.bytes("the value"),
              WHEN[in.count("when to store", WHEN.length - 1)]);
      case REMOVE -> new SharedOperation.Remove(in.bytes("the key"));
      case EXCHANGE ->
          new SharedOperation.Exchange(
              in.bytes("the key"), in.bytes("the expected value"), in.bytes("the new value"));
      case COUNT_DOWN -> new SharedOperation.CountDown();
      case AWAIT -> new SharedOperation.Await(wait(in));
      default -> new SharedOperation.Close();
    };
  }

  private static long wait(WireInput in) throws ProtocolException {
    return in.number("how long to wait", SharedOperation.FOREVER);
  }

  private static int permits(WireInput in) throws ProtocolException {
    return in.count("the number of permits", Integer.MAX_VALUE);
  }

  static WireOutput write(SharedReply reply, WireOutput out) {
    if (reply instanceof SharedReply.Done) {
      return out.number(DONE);
    } else if (reply instanceof SharedReply.Locked r) {
      return out.number(LOCKED).flag(r.abandoned());
    } else if (reply instanceof SharedReply.Numeric r) {
      return out.number(NUMBER).int64(r.value());
    } else if (reply instanceof SharedReply.Flag r) {
      return out.number(FLAG).flag(r.value());
    } else if (reply instanceof SharedReply.Value r) {
      return out.number(VALUE).bytes(r.bytes());
    } else if (reply instanceof SharedReply.NoValue) {
      return out.number(NO_VALUE);
    } else if (reply instanceof SharedReply.TimedOut) {
      return out.number(TIMED_OUT);
    } else if (reply instanceof SharedReply.Withdrawn) {
      return out.number(WITHDRAWN);
    } else if (reply instanceof SharedReply.Finished) {
      return out.number(FINISHED);
    } else if (reply instanceof SharedReply.Gone r) {
      return out.number(GONE).number(r.pool());
    } else if (reply instanceof SharedReply.PoolEnded) {
      return out.number(POOL_ENDED);
    } else if (reply instanceof SharedReply.Refused r) {
      return out.number(REFUSED).text(r.why());
    } else if (reply instanceof SharedReply.Deadlock r) {
      return out.number(DEADLOCK).text(r.cycle());
    }
    throw new AssertionError(reply);
  }

  static SharedReply reply(WireInput in) throws ProtocolException {
    return switch (in.count("the reply", LAST_REPLY)) {
      case LOCKED -> new SharedReply.Locked(in.flag("whether it was abandoned"));
      case NUMBER -> new SharedReply.Numeric(in.int64("the number"));
      case FLAG -> new SharedReply.Flag(in.flag("the flag"));
      case VALUE -> new SharedReply.Value(in.bytes("the value"));
      case NO_VALUE -> new SharedReply.NoValue();
      case TIMED_OUT -> new SharedReply.TimedOut();
      case WITHDRAWN -> new SharedReply.Withdrawn();
      case FINISHED -> new SharedReply.Finished();
      case GONE -> new SharedReply.Gone(in.number("the pool", Long.MAX_VALUE));
      case POOL_ENDED -> new SharedReply.PoolEnded();
      case REFUSED -> new SharedReply.Refused(in.text("why", Protocol.MAX_TEXT_CHARS));
      case DEADLOCK -> new SharedReply.Deadlock(in.text("the cycle", Protocol.MAX_TEXT_CHARS));
      default -> new SharedReply.Done();
    };
  }
}
