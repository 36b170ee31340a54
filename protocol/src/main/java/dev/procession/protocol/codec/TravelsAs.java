package dev.procession.protocol.codec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On collections of ours that users hold, and whose class no other process needs to know. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TravelsAs {
  /**
   * The collection of the JDK as which the elements arrive.
   *
   * @return its class
   */
  Class<?> value();
}
