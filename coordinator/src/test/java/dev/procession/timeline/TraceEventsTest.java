package dev.procession.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.WorkerObservation;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceEventsTest {
  @Test
  void eventsAreThoseOfTheFormat() throws Exception {
    Sightings seen = Sightings.unlimited();
    seen.at(1).see(new WorkerObservation.Launching());
    seen.at(40).see(new WorkerObservation.Ready(77));
    seen.at(50).sent(1, 4, 3).at(51).sent(2, 7, 1);
    seen.at(80).answered(1, 3, 1).over(1).at(95).done(2, 1);
    seen.at(99).see(Sightings.exit(77, 7, "")).at(100);

    StringWriter out = new StringWriter();
    TraceEvents.write(seen.timeline.history("x -> \"é\" < x"), out);

    assertEquals(
        """
        {"displayTimeUnit":"ms","otherData":{"title":"x -> \\"\\u00e9\\" \\u003c x","chunksLeftOut":0,"processesLeftOut":0},"traceEvents":[
        {"ph":"M","name":"process_name","pid":1,"tid":0,"args":{"name":"pool 1 of x -> \\"\\u00e9\\" \\u003c x"}},
        {"ph":"M","name":"thread_name","pid":1,"tid":0,"args":{"name":"worker 0"}},
        {"ph":"M","name":"thread_sort_index","pid":1,"tid":0,"args":{"sort_index":0}},
        {"ph":"b","name":"worker 0, pid 77","pid":1,"tid":0,"cat":"process","id":"1.0.1","ts":1},
        {"ph":"b","name":"starting","pid":1,"tid":0,"cat":"process","id":"1.0.1","ts":1},
        {"ph":"e","name":"starting","pid":1,"tid":0,"cat":"process","id":"1.0.1","ts":40},
        {"ph":"e","name":"worker 0, pid 77","pid":1,"tid":0,"cat":"process","id":"1.0.1","ts":99},
        {"ph":"i","name":"start","pid":1,"tid":0,"s":"t","ts":1,"args":{"pid":77}},
        {"ph":"i","name":"crash","pid":1,"tid":0,"s":"t","ts":99,"args":{"pid":77,"why":"exit code 7"}},
        {"ph":"X","name":"items 5..7","pid":1,"tid":0,"cat":"chunk","ts":50,"dur":30,"args":{"pid":77,"call":1,"items":3,"answered":3,"failed":1,"attempt":1,"busy":1,"waited":0,"end":"DONE"}},
        {"ph":"X","name":"item 8","pid":1,"tid":0,"cat":"chunk","ts":80,"dur":15,"args":{"pid":77,"call":1,"items":1,"answered":1,"failed":0,"attempt":1,"busy":1,"waited":29,"end":"DONE"}}
        ]}
        """,
        out.toString());
  }

  @Test
  void processOnAnotherMachineHasItsHost() throws Exception {
    Sightings seen = Sightings.unlimited();
    seen.see(new WorkerObservation.Launching());
    seen.see(new WorkerObservation.Ready(77, Optional.of("10.0.0.2")));

    StringWriter events = new StringWriter();
    TraceEvents.write(seen.history(), events);
    StringWriter page = new StringWriter();
    TimelinePage.writeJson(seen.history(), page);

    assertTrue(events.toString().contains("\"worker 0, pid 77 on 10.0.0.2\""), events::toString);
    assertTrue(events.toString().contains("{\"pid\":77,\"host\":\"10.0.0.2\"}"), events::toString);
    assertTrue(page.toString().contains("\"NOT_YET\",\"\",\"10.0.0.2\"]"), page::toString);
  }

  @Test
  void successorIsARestart() throws Exception {
    Sightings seen = Sightings.unlimited().started(2, 1, 77).started(2, 2, 78);

    StringWriter out = new StringWriter();
    TraceEvents.write(seen.history(), out);

    assertEquals(
        1, out.toString().lines().filter(line -> line.contains("\"name\":\"restart\"")).count());
  }
}
