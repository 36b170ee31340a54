package dev.procession.cli.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TemplateTest {
  @Test
  void placeholdersAreThoseOfGnuParallel() {
    Call call = new Call(7, 2, List.of("/dir/sub.d/file.tar.gz"));
    String[][] all = {
      {"{}", "/dir/sub.d/file.tar.gz"},
      {"{.}", "/dir/sub.d/file.tar"},
      {"{/}", "file.tar.gz"},
      {"{//}", "/dir/sub.d"},
      {"{/.}", "file.tar"},
      {"{#}", "7"},
      {"{%}", "2"},
      {"--out={/.}.svg", "--out=file.tar.svg"},
    };
    for (String[] one : all) {
      assertEquals(List.of(one[1]), Template.asGiven(List.of(one[0]), List.of()).arguments(call));
    }
  }

  @Test
  void dotsOfFoldersAndHiddenFilesAreNoExtensions() {
    String[][] all = {{"a.d/b", "a.d/b"}, {".profile", ".profile"}, {"d/.x", "d/.x"}, {"a", "a"}};
    for (String[] one : all) {
      Call call = new Call(1, 1, List.of(one[0]));
      assertEquals(
          List.of(one[1]), Template.asGiven(List.of("{.}"), List.of()).arguments(call), one[0]);
    }
  }

  @Test
  void foldersAreThoseOfDirname() {
    String[][] all = {{"name", "."}, {"d/name", "d"}, {"d/", "."}, {"a/d/", "a"}, {"/", "/"}};
    for (String[] one : all) {
      Call call = new Call(1, 1, List.of(one[0]));
      assertEquals(
          List.of(one[1]), Template.asGiven(List.of("{//}"), List.of()).arguments(call), one[0]);
    }
  }

  @Test
  void withoutAPlaceholderTheItemComesLast() {
    Call call = new Call(1, 1, List.of("x y", "z"));

    Template template = Template.of(List.of("tool", "-q"), List.of());

    assertEquals(List.of("tool", "-q", "x y", "z"), template.arguments(call));
    assertEquals("tool -q 'x y' z", template.commandLine(call));
  }

  @Test
  void severalInputsHaveNumbersAndNames() {
    Call call = new Call(1, 1, List.of("a.txt", "b c"));
    Template template =
        Template.of(
            List.of("{2}", "{1.}-{2}", "{to}", "{unknown}", "{-1}{-3}"), List.of("from", "to"));

    assertEquals(List.of("b c", "a-b c", "b c", "{unknown}", "b c"), template.arguments(call));
  }

  @Test
  void wordsAreRepeatedForEachItem() {
    Call call = new Call(7, 1, List.of("a.x", "b c.x"));
    String[][] all = {
      {"ls {}.txt", "ls a.x.txt 'b c.x'.txt"},
      {"ls {}-{.}", "ls a.x-a 'b c.x'-'b c'"},
      {"ls {#}:{}:{2} {#}", "ls 7:a.x:'b c.x' 7:'b c.x':'b c.x' 7"},
      {"ls \"<{}>\"", "ls \"<a.x>\" \"<b c.x>\""},
      {"echo \"of: {}\"", "echo \"of: a.x b c.x\""},
      {"(ls {}.y|wc;ls {})", "(ls a.x.y 'b c.x'.y|wc;ls a.x 'b c.x')"},
      {"echo \"$(ls {}.y)\" {}.z", "echo \"$(ls a.x.y 'b c.x'.y)\" a.x.z 'b c.x'.z"},
    };
    for (String[] one : all) {
      Template template = Template.of(List.of(one[0]), List.of()).repeating();
      assertEquals(one[1], template.commandLine(call), one[0]);
    }
    assertEquals(
        List.of("-q", "--in=a.x", "--in=b c.x", "a.x", "b c.x"),
        Template.of(List.of("-q", "--in={}", "{}"), List.of()).repeating().arguments(call));
  }

  @Test
  void aShellTakesEachItemAsOneWord() {
    Call call = new Call(1, 1, List.of("it's; rm -rf $HOME"));

    String line = Template.of(List.of("ls {}"), List.of()).commandLine(call);

    assertEquals("ls 'it'\"'\"'s; rm -rf $HOME'", line);
  }
}
