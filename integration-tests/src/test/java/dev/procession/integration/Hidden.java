package dev.procession.integration;

/** On the class path of the tests; a plugin brings another version. */
public final class Hidden {
  private Hidden() {}

  /** Says which version this is. */
  public static String whose() {
    return "the class path's";
  }

  /** An instance of a class that only this process has. */
  static Object instanceOf(byte[] classFile) throws ReflectiveOperationException {
    Class<?> defined =
        new ClassLoader() {
          Class<?> define() {
            return defineClass(null, classFile, 0, classFile.length);
          }
        }.define();
    return defined.getConstructor().newInstance();
  }
}
