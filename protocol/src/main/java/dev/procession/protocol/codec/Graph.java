package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Kryo as it is used here: references on, every class allowed, class names as numbers, and our own
 * choice of serializers.
 *
 * <p>A graph only encodes or only decodes, on one thread at a time, and is thrown away after any
 * exception, because its state is then unknown.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Kryo's methods are.
final class Graph extends Kryo {
  private final @Nullable EncodingNames encoding;
  private final @Nullable DecodingNames decoding;

  /** Owned by the graph's thread. */
  private boolean nestsJava;

  /** Set once, by whom makes this graph to encode what is inside Java serialization. */
  private @Nullable Nesting around;

  /** Owned by the graph's thread. */
  private int maxDepth = Budget.MAX_DEPTH;

  private Graph(@Nullable EncodingNames encoding, @Nullable DecodingNames decoding) {
    super(new ClassNumbers(), new References());
    this.encoding = encoding;
    this.decoding = decoding;
    setRegistrationRequired(false);
    // Type variables are a stack that an exception leaves in disorder, and they save little.
    setOptimizedGenerics(false);
    if (decoding != null) {
      setClassLoader(decoding.loader());
    }
    ((ClassNumbers) getClassResolver()).builtInsFrom(getNextRegistrationId());
  }

  static Graph encoding(EncodingNames names) {
    return new Graph(names, null);
  }

  static Graph decoding(DecodingNames names) {
    return new Graph(null, names);
  }

  /** See {@link References#startUnmade}. */
  void startUnmade() {
    ((References) getReferenceResolver()).startUnmade();
  }

  void endUnmade() {
    ((References) getReferenceResolver()).endUnmade();
  }

  boolean encodes() {
    return encoding != null;
  }

  EncodingNames encoding() {
    return Objects.requireNonNull(encoding);
  }

  DecodingNames decoding() {
    return Objects.requireNonNull(decoding);
  }

  /** Whether what needs Java serialization may be carried for itself inside this value. */
  boolean mayNestJava() {
    return nestsJava;
  }

  void nestJava(boolean allowed) {
    nestsJava = allowed;
  }

  /** What is being written by Java serialization around this graph. */
  @Nullable Nesting around() {
    return around;
  }

  void around(Nesting nesting) {
    around = nesting;
  }

  /** Lets a graph be nested less deeply that is itself inside something else. */
  void maxDepth(int levels) {
    maxDepth = levels;
  }

  /** Whether what is being read or written is nested more deeply than a stack may be able to. */
  boolean isTooDeep() {
    return getDepth() > maxDepth;
  }

  Class<?> load(String name) {
    return decoding().neededType(name);
  }

  @Override
  public Registration getRegistration(Class type) {
    ClassNumbers numbers = (ClassNumbers) getClassResolver();
    Registration registration = numbers.getRegistration(type);
    if (registration == null) {
      Class<?> as = Choice.travelsAs(type);
      registration = as == type ? null : numbers.getRegistration(as);
      if (registration == null) {
        registration = numbers.registerImplicit(as);
      }
      numbers.alias(type, registration);
    }
    return registration;
  }

  @Override
  public Serializer getDefaultSerializer(Class type) {
    return Choice.serializerFor(this, type);
  }

  /**
   * Classes of the JDK do not bear Kryo's annotation. To look for it would make a JVM load and
   * generate what annotations need: a tenth of a worker's start.
   */
  @Override
  protected @Nullable Serializer getDefaultSerializerForAnnotatedType(Class type) {
    return type.getClassLoader() == null ? null : super.getDefaultSerializerForAnnotatedType(type);
  }

  Serializer kryosOwn(Class type) {
    return super.getDefaultSerializer(type);
  }
}
