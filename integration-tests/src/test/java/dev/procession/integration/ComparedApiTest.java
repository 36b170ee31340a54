package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The release profile compares the public API with that of the last release. */
final class ComparedApiTest {
  private static final List<String> MODULES = List.of("protocol", "coordinator");

  @Test
  void packagesWithJavadocAreCompared() throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Jvm.root().resolve("pom.xml").toFile());
    XPath path = XPathFactory.newInstance().newXPath();

    List<String> hidden = List.of(path.evaluate("//excludePackageNames", pom).split(":"));
    NodeList includes =
        (NodeList)
            path.evaluate(
                "//plugin[artifactId='japicmp-maven-plugin']//include",
                pom,
                XPathConstants.NODESET);
    Set<String> compared = new TreeSet<>();
    for (int i = 0; i < includes.getLength(); i++) {
      compared.add(includes.item(i).getTextContent());
    }

    Set<String> documented =
        packages().stream()
            .filter(name -> hidden.stream().noneMatch(pattern -> matches(pattern, name)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(documented, compared);
  }

  private static boolean matches(String pattern, String name) {
    return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }

  private static Set<String> packages() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (String module : MODULES) {
      Path sources = Jvm.root().resolve(module).resolve("src/main/java");
      try (Stream<Path> all = Files.walk(sources)) {
        all.filter(file -> file.endsWith("package-info.java"))
            .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
            .forEach(packages::add);
      }
    }
    return packages;
  }
}
