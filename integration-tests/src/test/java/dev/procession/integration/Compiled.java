package dev.procession.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Class files made from source text while a test runs. */
final class Compiled {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^(?:public |final )*(?:class|record|interface|enum|open module|module) ?(\\w+)");

  /** By the name of the file, such as {@code a/B.class}. */
  private final Map<String, byte[]> files = new HashMap<>();

  private Compiled() {}

  /** Compiles against the class path of the tests. */
  static Compiled of(String... sources) {
    return with(List.of("-cp", System.getProperty("java.class.path")), sources);
  }

  /** Compiles with the compiler's options. */
  static Compiled with(List<String> options, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Compiled result = new Compiled();
    StringBuilder said = new StringBuilder();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      JavaFileManager memory = result.new Memory(standard);
      List<String> all = new ArrayList<>(List.of("-proc:none", "-g", "-parameters"));
      all.addAll(options);
      boolean done =
          compiler
              .getTask(
                  null,
                  memory,
                  problem -> said.append(problem).append('\n'),
                  all,
                  null,
                  Arrays.stream(sources).map(Source::new).toList())
              .call();
      if (!done) {
        throw new AssertionError("does not compile: " + said);
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, byte[]> files() {
    return files;
  }

  /** The bytes of a class, by its name. */
  byte[] bytes(String className) {
    byte[] bytes = files.get(className.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new AssertionError("no " + className + " among " + files.keySet());
    }
    return bytes;
  }

  /** Adds a file that is no class. */
  Compiled and(String name, String text) {
    files.put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return this;
  }

  Compiled without(String name) {
    if (files.remove(name) == null) {
      throw new AssertionError("no " + name + " among " + files.keySet());
    }
    return this;
  }

  /** Writes the files below a folder; returns it. */
  Path into(Path folder) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the files into a jar; returns it. */
  Path jar(Path jar) {
    return jar(jar, Map.of());
  }

  Path jar(Path jar, Map<String, String> manifestEntries) {
    writeJar(jar, manifestEntries, files);
    return jar;
  }

  /** Writes a jar; what is itself a jar is stored as it is, so that it can be read in place. */
  static void writeJar(
      Path jar, Map<String, String> manifestEntries, Map<String, byte[]> contents) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifestEntries.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String name : contents.keySet().stream().sorted().toList()) {
        byte[] bytes = contents.get(name);
        ZipEntry entry = new ZipEntry(name);
        if (name.endsWith(".jar")) {
          CRC32 crc = new CRC32();
          crc.update(bytes);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(bytes.length);
          entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a jar, without its manifest. */
  static Map<String, byte[]> contentsOf(Path jar) {
    Map<String, byte[]> contents = new HashMap<>();
    try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile());
        Stream<java.util.jar.JarEntry> entries = file.stream()) {
      for (java.util.jar.JarEntry entry : entries.toList()) {
        if (!entry.isDirectory() && !entry.getName().equals("META-INF/MANIFEST.MF")) {
          contents.put(entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
      return contents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("memory:///" + nameOf(text) + ".java"), Kind.SOURCE);
      this.text = text;
    }

    private static String nameOf(String text) {
      Matcher inPackage = PACKAGE.matcher(text);
      Matcher type = TYPE.matcher(text);
      if (!type.find()) {
        throw new AssertionError("no type in " + text);
      }
      String folder = inPackage.find() ? inPackage.group(1).replace('.', '/') + "/" : "";
      return folder + (type.group().contains("module") ? "module-info" : type.group(1));
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    Memory(StandardJavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location,
        String className,
        JavaFileObject.Kind kind,
        javax.tools.FileObject sibling) {
      String file = className.replace('.', '/') + kind.extension;
      return new SimpleJavaFileObject(URI.create("memory:///" + file), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              files.put(file, toByteArray());
            }
          };
        }
      };
    }
  }
}
