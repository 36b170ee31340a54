package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Documents.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents lead to each other: links have targets, and README.md leads to every guide. */
final class DocumentLinksTest {
  private static final int README_LIMIT_BYTES = 9_000;

  /** A link to a file of the repository, and to a heading in it unless {@code anchor} is empty. */
  private record Link(Document from, String target) {
    static Stream<Link> in(Document document) {
      return document.links().stream()
          .filter(target -> !target.matches("https?://.*"))
          .map(target -> new Link(document, target));
    }

    Path file() {
      String path = target.replaceFirst("#.*", "");
      return path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
    }

    boolean leadsSomewhere() {
      int hash = target.indexOf('#');
      return Files.exists(file())
          && (hash < 0 || Document.read(file()).anchors().contains(target.substring(hash + 1)));
    }

    @Override
    public String toString() {
      return Documents.ROOT.relativize(from.file()) + " -> " + target;
    }
  }

  @Test
  void everyLinkHasATarget() {
    List<Link> links = Documents.all().stream().flatMap(Link::in).toList();
    assertFalse(links.isEmpty());

    List<Link> broken = links.stream().filter(link -> !link.leadsSomewhere()).toList();

    assertEquals(List.of(), broken);
  }

  @Test
  void headingsOfADocumentDiffer() {
    for (Document document : Documents.all()) {
      List<String> anchors = document.anchors();
      assertEquals(anchors.stream().distinct().toList(), anchors, document.file()::toString);
    }
  }

  @Test
  void readmeLinksToEveryDocument() {
    Document readme = Document.read(Documents.ROOT.resolve("README.md"));
    Set<Path> linked = new HashSet<>(Link.in(readme).map(Link::file).toList());
    linked.add(readme.file());

    List<Path> missing =
        Documents.all().stream()
            .map(Document::file)
            .filter(file -> !linked.contains(file))
            .toList();

    assertEquals(List.of(), missing);
  }

  @Test
  void readmeIsShort() throws Exception {
    long bytes = Files.size(Documents.ROOT.resolve("README.md"));

    assertTrue(bytes <= README_LIMIT_BYTES, () -> "README.md has " + bytes + " bytes");
  }
}
