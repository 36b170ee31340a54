package dev.procession.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks classes of this library whose objects have no meaning in another process. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StaysInProcess {
  /**
   * The type that users know, for error texts.
   *
   * @return the type
   */
  Class<?> knownAs();

  /**
   * The reason why it cannot be sent, and what to send instead, as the end of a sentence.
   *
   * @return the text
   */
  String why();
}
