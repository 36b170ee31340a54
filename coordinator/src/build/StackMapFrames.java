import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives the classes in a jar that were compiled for Java 5 or 6 what later ones have: frames, with which a
 * JVM verifies a class in one pass. Only such classes can be in an archive of class data. The code
 * itself stays as it is. The build runs this file.
 */
final class StackMapFrames {
  /** The first class file version that cannot be without frames. */
  private static final int WITH_FRAMES = Opcodes.V1_7;

  private static final int VERSION_OFFSET = 6;

  private StackMapFrames() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path changed = jar.resolveSibling(jar.getFileName() + ".new");
    URL[] itself = {jar.toUri().toURL()};
    try (URLClassLoader classes = new URLClassLoader(itself, ClassLoader.getPlatformClassLoader());
        JarFile in = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(changed))) {
      for (JarEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        out.putNextEntry(like(entry));
        out.write(entry.getName().endsWith(".class") ? withFrames(bytes, classes) : bytes);
        out.closeEntry();
      }
    }
    Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /** An entry of that name and time, whatever the time zone. */
  private static JarEntry like(JarEntry entry) {
    JarEntry like = new JarEntry(entry.getName());
    like.setTimeLocal(entry.getTimeLocal());
    if (entry.isDirectory()) {
      like.setMethod(ZipEntry.STORED);
      like.setSize(0);
      like.setCrc(0);
    }
    return like;
  }

  private static byte[] withFrames(byte[] bytes, ClassLoader classes) {
    ClassReader reader = new ClassReader(bytes);
    if (reader.readUnsignedShort(VERSION_OFFSET) >= WITH_FRAMES) {
      return bytes;
    }
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return classes;
          }
        };
    ClassVisitor newer =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String superName,
              String[] interfaces) {
            super.visit(WITH_FRAMES, access, name, signature, superName, interfaces);
          }
        };
    reader.accept(newer, 0);
    return writer.toByteArray();
  }
}
