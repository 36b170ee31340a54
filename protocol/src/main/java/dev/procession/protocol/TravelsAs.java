package dev.procession.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks our own collections that users may hold, whose class other processes need not know. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TravelsAs {
  /**
   * The JDK collection that the other process receives.
   *
   * @return its class
   */
  Class<?> value();
}
