package dev.procession.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The repository's Markdown files: those in its root folder, then the guides in {@code docs}. */
final class Documents {
  static final Path ROOT =
      Path.of(System.getProperty("procession.root")).toAbsolutePath().normalize();

  static final Path GUIDES = ROOT.resolve("docs");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|console)\n(.*?)^```$");
  private static final Pattern FENCE = Pattern.compile("(?m)^ *```.*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  private Documents() {}

  record Document(Path file, String text) {
    static Document read(Path file) {
      try {
        return new Document(file, Files.readString(file, UTF_8));
      } catch (IOException e) {
        throw new AssertionError("cannot read " + file, e);
      }
    }

    /** The contents of the fenced blocks in a language, {@code java} or {@code console}. */
    List<String> blocks(String language) {
      return BLOCK
          .matcher(text)
          .results()
          .filter(block -> block.group(1).equals(language))
          .map(block -> block.group(2))
          .toList();
    }

    /** The fences that do not belong to a block of a known language. */
    List<String> otherFences() {
      return FENCE
          .matcher(prose())
          .results()
          .map(fence -> ROOT.relativize(file) + ": " + fence.group())
          .toList();
    }

    /** The targets of the links, as written. */
    List<String> links() {
      return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
    }

    /** The anchors that GitHub gives to the headings. */
    List<String> anchors() {
      return HEADING.matcher(prose()).results().map(heading -> anchor(heading.group(1))).toList();
    }

    private static String anchor(String heading) {
      return heading
          .toLowerCase(java.util.Locale.ROOT)
          .replaceAll("[^\\w -]", "")
          .replace(' ', '-');
    }

    private String prose() {
      return BLOCK.matcher(text).replaceAll("");
    }
  }

  static List<Document> all() {
    return Stream.of(ROOT, GUIDES).flatMap(folder -> in(folder).stream()).toList();
  }

  static Document readme() {
    return Document.read(ROOT.resolve("README.md"));
  }

  private static List<Document> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Document::read)
          .collect(Collectors.toCollection(ArrayList::new));
    } catch (IOException e) {
      throw new AssertionError("cannot list " + folder, e);
    }
  }
}
