package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.ClassResolver;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.procession.protocol.codec.bytes.BadBytes;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes each class as one number: 0 for null, then the classes that both sides know when a graph
 * is made, then the name table. No name is ever written into a value, and nothing here is kept per
 * value, so that {@link #reset} has nothing to do.
 */
@SuppressWarnings("rawtypes") // As in Kryo's interface.
final class ClassNumbers implements ClassResolver {
  private static final int FIRST_FIXED = 1;
  private static final int FIRST_NAMED = 96;
  private static final int NO_ID = -1;

  /** A class that is known by its name's number. */
  private static final class Named extends Registration {
    final int nameId;

    Named(Class type, Serializer serializer, int nameId) {
      super(type, serializer, NO_ID);
      this.nameId = nameId;
    }
  }

  private final List<Class<?>> builtIn;
  private final IdentityHashMap<Class, Registration> byType = new IdentityHashMap<>();

  /** Owned by the graph's thread. */
  private @Nullable Registration[] fixed = new Registration[FIRST_NAMED];

  /** Owned by the graph's thread: the class read for each name's number. */
  private @Nullable Registration[] read = new Registration[64];

  /** Owned by the graph's thread: the class of the last query, a cache. */
  private @Nullable Class lastType;

  /** Owned by the graph's thread. */
  private @Nullable Registration lastRegistration;

  /** Set once, while the graph is created. */
  private @Nullable Graph owner;

  /** Set once, likewise. */
  private int firstBuiltIn;

  /**
   * The numbers of one graph's classes.
   *
   * @param builtIn the classes that both sides know from the start, in the order of their numbers
   */
  ClassNumbers(List<Class<?>> builtIn) {
    this.builtIn = builtIn;
  }

  @Override
  public void setKryo(Kryo kryo) {
    owner = (Graph) kryo;
  }

  /**
   * Called once Kryo has registered its own classes.
   *
   * @param firstId the number of the first of the built-in classes; each is registered on first
   *     use, because most values need none and few more than two
   */
  void builtInsFrom(int firstId) {
    firstBuiltIn = firstId;
  }

  private @Nullable Registration builtIn(int at) {
    if (at < 0 || at >= builtIn.size()) {
      return null;
    }
    Class<?> type = builtIn.get(at);
    Serializer serializer = graph().getDefaultSerializer(type);
    return register(new Registration(type, serializer, firstBuiltIn + at));
  }

  private Graph graph() {
    return Objects.requireNonNull(owner);
  }

  @Override
  public Registration register(Registration registration) {
    if (registration.getId() != NO_ID) {
      if (registration.getId() >= FIRST_NAMED - FIRST_FIXED) {
        throw new AssertionError(registration);
      }
      fixed[registration.getId()] = registration;
    }
    byType.put(registration.getType(), registration);
    if (registration.getType().isPrimitive()) {
      byType.put(MethodType.methodType(registration.getType()).wrap().returnType(), registration);
    }
    lastType = null;
    return registration;
  }

  @Override
  public @Nullable Registration unregister(int classId) {
    Registration old = fixed[classId];
    fixed[classId] = null;
    if (old != null) {
      byType.remove(old.getType());
    }
    return old;
  }

  @Override
  public Registration registerImplicit(Class type) {
    int nameId = graph().encodes() ? graph().encoding().idOf(type.getName()) : NO_ID;
    return register(new Named(type, graph().getDefaultSerializer(type), nameId));
  }

  /** Maps the objects of one class to another class. */
  void alias(Class type, Registration registration) {
    byType.put(type, registration);
  }

  @Override
  public @Nullable Registration getRegistration(Class type) {
    if (type == lastType) {
      return lastRegistration;
    }
    Registration registration = byType.get(type);
    if (registration == null) {
      registration = builtIn(builtIn.indexOf(type));
    }
    if (registration != null) {
      lastType = type;
      lastRegistration = registration;
    }
    return registration;
  }

  @Override
  public @Nullable Registration getRegistration(int classId) {
    return classId >= 0 && classId < fixed.length ? fixed[classId] : null;
  }

  @Override
  public @Nullable Registration writeClass(Output output, @Nullable Class type) {
    if (type == null) {
      output.writeByte(Kryo.NULL);
      return null;
    }
    Registration registration = graph().getRegistration(type);
    if (registration instanceof Named named) {
      graph().encoding().use(named.nameId);
      output.writeVarInt(named.nameId + FIRST_NAMED, true);
    } else {
      output.writeVarInt(registration.getId() + FIRST_FIXED, true);
    }
    return registration;
  }

  @Override
  public @Nullable Registration readClass(Input input) {
    int number = input.readVarInt(true);
    if (number == Kryo.NULL) {
      return null;
    }
    if (number >= FIRST_NAMED || number < 0) {
      return named(number - FIRST_NAMED);
    }
    Registration registration = fixed[number - FIRST_FIXED];
    if (registration == null) {
      registration = builtIn(number - FIRST_FIXED - firstBuiltIn);
    }
    if (registration == null) {
      throw new BadBytes("The bytes refer to built-in class " + number + ", which does not exist");
    }
    return registration;
  }

  private Registration named(int nameId) {
    Registration registration = nameId >= 0 && nameId < read.length ? read[nameId] : null;
    if (registration == null) {
      registration = graph().getRegistration(graph().load(graph().decoding().name(nameId)));
      if (nameId >= read.length) {
        read = Arrays.copyOf(read, Math.max(nameId + 1, read.length * 2));
      }
      read[nameId] = registration;
    }
    return registration;
  }

  @Override
  public void reset() {}
}
