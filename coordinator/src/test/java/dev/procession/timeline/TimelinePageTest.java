package dev.procession.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.WorkerObservation;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TimelinePageTest {
  private final Sightings seen = Sightings.unlimited();

  private String page(String title) throws Exception {
    StringWriter out = new StringWriter();
    TimelinePage.write(seen.timeline.history(title), out);
    return out.toString();
  }

  @Test
  void pageNeedsNothingFromElsewhere() throws Exception {
    String page = page("a test");

    for (String reference : new String[] {"http:", "https:", "src=", "href=", "@import", "url("}) {
      assertFalse(page.contains(reference), reference);
    }
  }

  @Test
  void everyMarkIsReplacedOnce() throws Exception {
    String page = page("a {{history}} {{page.js}}");

    assertTrue(page.contains("<title>a {{history}} {{page.js}}</title>"), page);
    assertEquals(2, page.split("\\{\\{page.js}}", -1).length - 1, "in the title and the history");
    assertEquals(1, page.split("'use strict'", -1).length - 1);
  }

  @Test
  void titleCannotEndTheElementItIsIn() throws Exception {
    String page = page("x -> x < 3 ? \"</script>\" : \"</title>\"");

    assertEquals(2, page.split("</script>", -1).length - 1);
    assertEquals(1, page.split("</title>", -1).length - 1);
    assertTrue(page.contains("\\u003c/script>"), page);
  }

  @Test
  void historyIsInThePage() throws Exception {
    seen.started(3, 1, 77).at(8).see(3, 1, new WorkerObservation.ChunkSent(1, 5, 20, 4, 2));
    seen.at(10).see(3, 1, new WorkerObservation.ChunkAnswered(1, 4, 1, 1_500));
    seen.see(3, 1, new WorkerObservation.ChunkOver(1)).at(12).see(3, 1, Sightings.exit(77, 0, ""));

    assertTrue(
        page("a test")
            .contains(
                """
                {"title":"a test","duration":12,"chunksLeftOut":0,"leftOutSince":null,"processesLeftOut":0,"lanes":[
                {"pool":1,"worker":3,"processes":[[77,1,0,0,12,"PLANNED",""]],"chunks":[
                [8,8,10,77,5,20,4,2,4,1,1,"DONE",null]]}]}"""));
  }
}
