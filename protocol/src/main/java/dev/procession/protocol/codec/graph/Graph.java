package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.trust.DecodingBudget;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Kryo as it is used here: references on, every class allowed, class names as numbers, and
 * serializers chosen by {@link Forms}.
 *
 * <p>A graph only encodes or only decodes, on one thread at a time, and is discarded after any
 * exception, because its state is then unknown.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // As in Kryo's methods.
public final class Graph extends Kryo {
  private final Forms forms;
  private final @Nullable EncodingNames encoding;
  private final @Nullable DecodingNames decoding;

  /** Owned by the graph's thread. */
  private boolean nestsJava;

  /** Set once, for a graph that encodes objects inside Java serialization. */
  private @Nullable SerializationNesting around;

  /** Owned by the graph's thread. */
  private int maxDepth = DecodingBudget.MAX_DEPTH;

  private final References references;

  private Graph(Forms forms, @Nullable EncodingNames encoding, @Nullable DecodingNames decoding) {
    super(new ClassNumbers(forms.builtIn()), new References());
    this.forms = forms;
    this.references = (References) getReferenceResolver();
    this.encoding = encoding;
    this.decoding = decoding;
    setRegistrationRequired(false);
    // Type variables are a stack that an exception leaves in disorder, and they save little.
    setOptimizedGenerics(false);
    if (decoding != null) {
      setClassLoader(decoding.loader());
    }
    ClassNumbers numbers = (ClassNumbers) getClassResolver();
    numbers.builtInsFrom(getNextRegistrationId());
  }

  public static Graph encoding(EncodingNames names, Forms forms) {
    return new Graph(forms, names, null);
  }

  public static Graph decoding(DecodingNames names, Forms forms) {
    return new Graph(forms, null, names);
  }

  /** The forms of the objects in this graph and in nested graphs. */
  public Forms forms() {
    return forms;
  }

  References references() {
    return references;
  }

  /** Tracks which of the objects that have been read are complete. */
  public Circles circles() {
    return references.circles;
  }

  /** The number of the object being read; must be called before its parts are read. */
  public int number() {
    return references.last();
  }

  /** Replaces an object that was announced. */
  public void replace(int number, Object object) {
    references.setReadObject(number, object);
  }

  /** Writes an object in the form of its own class. */
  @SuppressWarnings("unchecked")
  public void writeContent(Class<?> type, ItemBuffer buffer, Object object) {
    ((Serializer<Object>) forms.serializerFor(this, type)).write(this, buffer, object);
  }

  /** The reverse. */
  @SuppressWarnings("unchecked")
  public Object readContent(Class<?> type, ItemInput input) {
    return ((Serializer<Object>) forms.serializerFor(this, type)).read(this, input, type);
  }

  /** See {@link References#startUnmade}. */
  public void startUnmade() {
    references().startUnmade();
  }

  public void endUnmade() {
    references().endUnmade();
  }

  boolean encodes() {
    return encoding != null;
  }

  public EncodingNames encoding() {
    return Objects.requireNonNull(encoding);
  }

  public DecodingNames decoding() {
    return Objects.requireNonNull(decoding);
  }

  /** Whether objects that need Java serialization may be encoded separately within this value. */
  public boolean mayNestJava() {
    return nestsJava;
  }

  public void nestJava(boolean allowed) {
    nestsJava = allowed;
  }

  /** The objects being written by Java serialization around this graph. */
  @Nullable
  public SerializationNesting around() {
    return around;
  }

  public void around(SerializationNesting nesting) {
    around = nesting;
  }

  /** Reduces the permitted depth of a nested graph. */
  public void maxDepth(int levels) {
    maxDepth = levels;
  }

  /** Whether the current object is nested more deeply than a stack may permit. */
  boolean isTooDeep() {
    return getDepth() > maxDepth;
  }

  public Class<?> load(String name) {
    return decoding().neededType(name);
  }

  @Override
  public Registration getRegistration(Class type) {
    ClassNumbers numbers = (ClassNumbers) getClassResolver();
    if (type == Object.class && encodes()) {
      return getRegistration(Constants.Constant.class);
    }
    Registration registration = numbers.getRegistration(type);
    if (registration == null) {
      Class<?> as = forms.travelsAs(type);
      if (as == type && encodes() && Constants.has(type)) {
        as = Constants.Constant.class;
      }
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
    return forms.serializerFor(this, type);
  }

  /**
   * Classes of the JDK do not bear Kryo's annotation. Looking for it would make a JVM load and
   * generate annotation support: a tenth of a worker's start.
   */
  @Override
  protected @Nullable Serializer getDefaultSerializerForAnnotatedType(Class type) {
    return type.getClassLoader() == null ? null : super.getDefaultSerializerForAnnotatedType(type);
  }

  public Serializer kryosOwn(Class type) {
    return super.getDefaultSerializer(type);
  }
}
