package dev.procession.cli.program;

import dev.procession.cli.console.UsageException;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A Java program as {@code java} launches it.
 *
 * @param mainClass the class with {@code main}
 * @param classPath folders and jars
 * @param jar the jar that says which class that is; empty where the class was named
 * @param flags what its JVM needs
 */
public record JavaProgram(String mainClass, List<String> classPath, String jar, List<String> flags)
    implements Serializable {

  /**
   * The program in a jar.
   *
   * @param flags what the user wants its JVM to have
   * @throws UsageException if there is no such jar, or no program in it
   */
  public static JavaProgram ofJar(Path jar, List<String> flags) {
    if (!Files.isRegularFile(jar)) {
      throw new UsageException("-jar: there is no file " + jar);
    }
    Attributes attributes;
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (IOException e) {
      throw new UsageException("-jar: " + jar + " is not a readable jar (" + e.getMessage() + ")");
    }
    String mainClass = attributes.getValue(Attributes.Name.MAIN_CLASS);
    if (mainClass == null) {
      throw new UsageException(
          "-jar: the manifest of "
              + jar
              + " has no Main-Class; write -cp "
              + jar
              + " and the name of the class");
    }
    List<String> all = new ArrayList<>(flags);
    addOpened("--add-opens=", attributes.getValue("Add-Opens"), all);
    addOpened("--add-exports=", attributes.getValue("Add-Exports"), all);
    return checked(
        new JavaProgram(
            mainClass.strip(), List.of(jar.toString()), jar.toString(), List.copyOf(all)));
  }

  /**
   * The program that is a class.
   *
   * @param flags what the user wants its JVM to have
   * @throws UsageException if there is no such class, or no main in it
   */
  public static JavaProgram ofClass(String name, List<Path> classPath, List<String> flags) {
    List<String> entries = classPath.stream().map(Path::toString).toList();
    return checked(new JavaProgram(name, entries, "", List.copyOf(flags)));
  }

  private static void addOpened(
      String flag, @org.jspecify.annotations.Nullable String packages, List<String> flags) {
    if (packages != null && !packages.isBlank()) {
      for (String name : packages.strip().split("\\s+", -1)) {
        flags.add(flag + name + "=ALL-UNNAMED");
      }
    }
  }

  private static JavaProgram checked(JavaProgram program) {
    String where = String.join(File.pathSeparator, program.classPath());
    try (URLClassLoader loader =
        new URLClassLoader(
            program.urls().toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = Class.forName(program.mainClass(), false, loader);
      Method main = type.getMethod("main", String[].class);
      if (!Modifier.isStatic(main.getModifiers())) {
        throw new UsageException("main(String[]) of " + program.mainClass() + " is not static");
      }
      return program;
    } catch (ClassNotFoundException e) {
      throw new UsageException(
          "there is no class "
              + program.mainClass()
              + " on the class path "
              + where
              + "; give its class path with -cp PATH");
    } catch (NoSuchMethodException e) {
      throw new UsageException(program.mainClass() + " has no public static main(String[])");
    } catch (LinkageError e) {
      throw new UsageException(program.mainClass() + " cannot be loaded: " + e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<URL> urls() {
    return classPath.stream().map(JavaProgram::url).toList();
  }

  String classPathText() {
    return String.join(File.pathSeparator, classPath);
  }

  String commandText(List<String> arguments) {
    return (jar.isEmpty() ? mainClass : jar) + " " + String.join(" ", arguments);
  }

  /** How {@code java} is told which program it is. */
  List<String> launch() {
    return jar.isEmpty() ? List.of("-cp", classPathText(), mainClass) : List.of("-jar", jar);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
