package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.Serializer;
import java.util.List;

/**
 * The form of the objects of each class. A graph queries it for each class and knows no forms
 * itself.
 */
public interface Forms {
  /** The class that is written for the objects of {@code type}, usually {@code type} itself. */
  Class<?> travelsAs(Class<?> type);

  /** The form of the objects of a class returned by {@link #travelsAs}. */
  Serializer<?> serializerFor(Graph graph, Class<?> type);

  /** The classes that both sides know by number from the start, in the order of their numbers. */
  List<Class<?>> builtIn();
}
