package dev.procession.protocol.codec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On classes of ours that users hold, and that mean nothing in another process. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StaysInProcess {
  /**
   * The type as which users know it; error texts name that.
   *
   * @return the type
   */
  Class<?> knownAs();

  /**
   * Why it cannot travel and what to send instead, as the end of a sentence.
   *
   * @return the text
   */
  String why();
}
