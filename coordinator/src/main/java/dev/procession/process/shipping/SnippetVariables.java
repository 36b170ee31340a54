package dev.procession.process.shipping;

import dev.procession.protocol.codec.WithVariables;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the variables of JShell that a task reads. They are static fields, which nothing captures,
 * and no static initializer sets them: only the snippet that declares them does, in JShell.
 */
final class SnippetVariables {
  private static final String SNIPPET = "REPL.$JShell$";

  private SnippetVariables() {}

  /** Those that the code of a task reads, with their values; none outside of JShell. */
  static List<WithVariables.Variable> of(Object task) {
    Class<?> written = task.getClass().getNestHost();
    ClassLoader loader = written.getClassLoader();
    if (loader == null || !loader.getClass().getName().startsWith(RedefinableClasses.JSHELL)) {
      return List.of();
    }
    List<WithVariables.Variable> variables = new ArrayList<>();
    for (ClassFile.StaticField field : new Search(loader).from(task)) {
      try {
        Field declared = Class.forName(field.owner(), false, loader).getDeclaredField(field.name());
        // The field is public, its class is not.
        declared.setAccessible(true);
        variables.add(new WithVariables.Variable(field.owner(), field.name(), declared.get(null)));
      } catch (ReflectiveOperationException | LinkageError e) {
        // No variable of a snippet's.
      }
    }
    return variables;
  }

  /** Goes from the body of a task to all methods in snippets that it leads to. */
  private static final class Search {
    private final ClassLoader loader;
    private final Map<String, Optional<ClassFile>> files = new HashMap<>();
    private final Set<ClassFile.StaticField> read = new LinkedHashSet<>();
    private final Set<ClassFile.Callee> seen = new HashSet<>();
    private final Deque<ClassFile.Callee> toRead = new ArrayDeque<>();

    Search(ClassLoader loader) {
      this.loader = loader;
    }

    Set<ClassFile.StaticField> from(Object task) {
      Optional<SerializedLambda> lambda = CopiedState.lambda(task);
      if (lambda.isPresent()) {
        SerializedLambda body = lambda.get();
        addCallee(
            new ClassFile.Callee(
                body.getImplClass().replace('/', '.'),
                body.getImplMethodName(),
                body.getImplMethodSignature()));
      } else {
        addAll(task.getClass().getName());
      }
      while (!toRead.isEmpty()) {
        ClassFile.Callee next = toRead.remove();
        file(next.owner())
            .ifPresent(
                file ->
                    file.method(next.name(), next.descriptor())
                        .ifPresent(method -> look(file, method)));
      }
      return read;
    }

    private Optional<ClassFile> file(String className) {
      return files.computeIfAbsent(className, name -> ClassFile.of(name, loader));
    }

    private void look(ClassFile file, ClassFile.Method method) {
      file.staticsRead(method).stream()
          .filter(field -> isSnippet(field.owner()))
          .forEach(read::add);
      file.callees(method).forEach(this::addCallee);
    }

    /** Which methods of a class of the user's run, its objects decide; of a snippet's, the call. */
    private void addCallee(ClassFile.Callee callee) {
      if (isSnippet(callee.owner())) {
        add(callee);
      } else if (callee.owner().startsWith(SNIPPET)) {
        addAll(callee.owner());
      }
    }

    private void addAll(String className) {
      file(className)
          .ifPresent(
              file ->
                  file.methods()
                      .forEach(
                          m -> add(new ClassFile.Callee(className, m.name(), m.descriptor()))));
    }

    private void add(ClassFile.Callee callee) {
      if (seen.add(callee)) {
        toRead.add(callee);
      }
    }
  }

  /** A class that a user has declared in a snippet is inside of the snippet's. */
  private static boolean isSnippet(String className) {
    return className.startsWith(SNIPPET) && className.indexOf('$', SNIPPET.length()) < 0;
  }
}
