package dev.procession.protocol.codec.form;

import com.esotericsoftware.kryo.kryo5.Serializer;
import dev.procession.protocol.TravelsAs;
import dev.procession.protocol.codec.graph.Constants;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Forms;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.serialization.JavaForm;
import dev.procession.protocol.codec.trust.ClassTraits;
import dev.procession.protocol.codec.trust.RefusalReason;
import java.io.Serializable;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Chooses how the objects of a class travel, from the class alone, so that both sides choose the
 * same.
 *
 * <ol>
 *   <li>Arrays, enums, records, and the usual collections and values of the JDK: by their content.
 *   <li>Lambdas, proxies and throwables: in forms of their own.
 *   <li>Other serializable classes of the JDK, and classes of the user's that say how they are
 *       serialized: by Java serialization, which alone can open them.
 *   <li>Views of the JDK's collections: as copies.
 *   <li>Other classes of the user's, serializable or not: by their fields.
 *   <li>What is left is refused.
 * </ol>
 */
@SuppressWarnings("rawtypes") // As in Kryo's methods.
public final class FormChoice implements Forms {
  public static final Forms FORMS = new FormChoice();

  private static final Form JAVA = new JavaForm();

  /** JDK classes, without subclasses, for which Kryo's own serializers are correct. */
  private static final Set<Class<?>> KRYOS_OWN =
      Set.of(
          BigInteger.class,
          BigDecimal.class,
          Date.class,
          Currency.class,
          StringBuffer.class,
          StringBuilder.class,
          BitSet.class,
          URL.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          Collections.emptyList().getClass(),
          Collections.emptyMap().getClass(),
          Collections.emptySet().getClass(),
          java.time.Instant.class,
          java.time.Duration.class,
          java.time.LocalDate.class,
          java.time.LocalTime.class,
          java.time.LocalDateTime.class,
          java.time.OffsetTime.class,
          java.time.OffsetDateTime.class,
          java.time.Year.class,
          java.time.YearMonth.class,
          java.time.MonthDay.class,
          java.time.Period.class,
          java.time.ZoneOffset.class);

  /** Classes with short numbers, because they are frequent or stand for others. In this order. */
  private static final List<Class<?>> BUILT_IN =
      List.of(
          LambdaForm.Lambda.class,
          Throwable.class,
          Serializable.class,
          Proxy.class,
          Path.class,
          ByteBuffer.class,
          Charset.class,
          EnumSet.class,
          Object[].class,
          ArrayList.class,
          HashMap.class,
          LinkedHashMap.class,
          HashSet.class,
          LinkedHashSet.class,
          TreeMap.class,
          String[].class,
          byte[].class,
          int[].class,
          long[].class,
          double[].class,
          List.of().getClass(),
          List.of(1).getClass(),
          Map.of().getClass(),
          Set.of().getClass(),
          Object.class,
          Class.class,
          Optional.class,
          UUID.class,
          BigInteger.class,
          BigDecimal.class,
          java.time.Instant.class,
          java.time.Duration.class,
          java.time.LocalDate.class,
          java.time.LocalDateTime.class,
          Constants.Constant.class);

  private FormChoice() {}

  @Override
  public List<Class<?>> builtIn() {
    return BUILT_IN;
  }

  @Override
  public Class<?> travelsAs(Class<?> type) {
    if (type.isArray() || type.isPrimitive()) {
      return type;
    } else if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
      return type.isEnum() ? type : type.getSuperclass();
    } else if (Throwable.class.isAssignableFrom(type)) {
      return Throwable.class;
    } else if (Proxy.isProxyClass(type)) {
      return Proxy.class;
    } else if (ClassTraits.isLambda(type)) {
      return lambda(type);
    }
    return ClassTraits.isJdk(type) ? jdk(type) : user(type);
  }

  private static Class<?> lambda(Class<?> type) {
    if (LambdaForm.carries(type)) {
      return LambdaForm.Lambda.class;
    }
    return Serializable.class.isAssignableFrom(type) ? JavaForm.marker() : type;
  }

  private static Class<?> jdk(Class<?> type) {
    if (JdkForms.of(type) != null || KRYOS_OWN.contains(type)) {
      return type;
    } else if (RefusalReason.ofDangerous(type) != null) {
      return type;
    } else if (LinkedList.class.isAssignableFrom(type)) {
      // A reversed view, which inherits Serializable but cannot be serialized.
      return LinkedList.class;
    }
    for (Class<?> kind : List.of(Path.class, ByteBuffer.class, Charset.class, EnumSet.class)) {
      if (kind.isAssignableFrom(type)) {
        return kind;
      }
    }
    if (Serializable.class.isAssignableFrom(type)) {
      return JavaForm.marker();
    }
    Class<?> copy = JdkForms.copyOfView(type);
    return copy == null ? type : copy;
  }

  private static Class<?> user(Class<?> type) {
    TravelsAs other = type.getAnnotation(TravelsAs.class);
    if (other != null) {
      return other.value();
    }
    return ClassTraits.needsJavaSerialization(type) ? JavaForm.marker() : type;
  }

  @Override
  public Serializer<?> serializerFor(Graph graph, Class<?> type) {
    Form form = JdkForms.of(type);
    if (form != null) {
      return form;
    } else if (type == LambdaForm.Lambda.class) {
      return new LambdaForm();
    } else if (type == Constants.Constant.class) {
      return new ConstantForm();
    } else if (type == Throwable.class) {
      return new ThrowableForm();
    } else if (type == JavaForm.marker()) {
      return JAVA;
    } else if (type == Proxy.class) {
      return ValueForms.proxy();
    } else if (type.isEnum()) {
      return EnumForms.constant();
    } else if (KRYOS_OWN.contains(type) || isPrimitiveArray(type)) {
      return graph.kryosOwn(type);
    } else if (type.isArray()) {
      return CollectionForm.arrays();
    }
    return BY_FIELDS.get(type);
  }

  private static boolean isPrimitiveArray(Class<?> type) {
    return type.isArray() && type.getComponentType().isPrimitive();
  }

  /**
   * The forms of classes that are not the JDK's and do not customize their serialization. Created
   * once per class, since a new graph follows each failure.
   */
  private static final ClassValue<Form> BY_FIELDS =
      new ClassValue<>() {
        @Override
        protected Form computeValue(Class<?> type) {
          return byFields(type);
        }
      };

  private static Form byFields(Class<?> type) {
    String refusal = RefusalReason.of(type);
    if (refusal != null) {
      return new RefusingForm(refusal);
    }
    try {
      return type.isRecord() ? new RecordFields(type) : new ObjectFields(type);
    } catch (InaccessibleObjectException e) {
      if (Serializable.class.isAssignableFrom(type)) {
        return JAVA;
      }
      return new RefusingForm(
          "its module does not open its package to reflection, and it is not Serializable");
    }
  }
}
