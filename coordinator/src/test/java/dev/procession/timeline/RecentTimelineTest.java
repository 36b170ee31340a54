package dev.procession.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.WorkerObservation;
import dev.procession.scheduler.WorkerKey;
import org.junit.jupiter.api.Test;

class RecentTimelineTest {
  private static final int CHUNKS = 3;
  private static final WorkerKey WORKER = new WorkerKey(0, 1);

  private long nowNanos;
  private final RecentTimeline timeline =
      new RecentTimeline(() -> nowNanos, new RecentTimeline.Limits(CHUNKS, 2, 1_000_000));

  private void see(WorkerKey worker, WorkerObservation what) {
    timeline.saw(1, worker, what);
  }

  private void run(long chunk) {
    see(WORKER, new WorkerObservation.ChunkSent(chunk, 1, chunk * 10, 1, 1));
    see(WORKER, new WorkerObservation.ChunkAnswered(chunk, 1, 0, 1));
    see(WORKER, new WorkerObservation.ChunkOver(chunk));
  }

  private void start(WorkerKey worker) {
    see(worker, new WorkerObservation.Launching());
    see(worker, new WorkerObservation.Ready(77));
  }

  private static int chunks(RecentTimeline.News news) {
    return news.json().split("\"(DONE|LOST|NOT_YET)\",(null|\\d+)]", -1).length - 1;
  }

  @Test
  void readerGetsWhatIsNewToItAndNothingTwice() {
    start(WORKER);
    run(1);
    RecentTimeline.News first = timeline.since(RecentTimeline.Cursor.START);
    run(2);
    RecentTimeline.News second = timeline.since(first.next());
    RecentTimeline.News third = timeline.since(second.next());

    assertTrue(first.json().contains("[77,1,"), first.json());
    assertEquals(1, chunks(first));
    assertTrue(second.json().contains(",20,1,"), second.json());
    assertFalse(second.json().contains("[77,1,"), second.json());
    assertEquals(1, chunks(second));
    assertEquals(0, chunks(third));
  }

  @Test
  void poolIsForgottenAndReadersStillGetWhatIsNewOnce() {
    start(WORKER);
    run(1);
    timeline.saw(2, WORKER, new WorkerObservation.Launching());
    timeline.saw(2, WORKER, new WorkerObservation.ChunkSent(2, 1, 20, 1, 1));
    timeline.saw(2, WORKER, new WorkerObservation.ChunkAnswered(2, 1, 0, 1));
    timeline.saw(2, WORKER, new WorkerObservation.ChunkOver(2));
    RecentTimeline.News before = timeline.since(RecentTimeline.Cursor.START);
    run(3);

    timeline.forget(2);

    assertTrue(before.json().contains("\"pool\":2"), before.json());
    assertEquals(1, chunks(timeline.since(before.next())));
    RecentTimeline.News all = timeline.since(RecentTimeline.Cursor.START);
    assertFalse(all.json().contains("\"pool\":2"), all.json());
    assertEquals(2, chunks(all));
    assertTrue(all.json().contains("\"chunksLeftOut\":1"), all.json());
  }

  @Test
  void chunkThatRunsComesEachTime() {
    start(WORKER);
    see(WORKER, new WorkerObservation.ChunkSent(1, 1, 5, 1, 1));
    RecentTimeline.News first = timeline.since(RecentTimeline.Cursor.START);

    assertEquals(1, chunks(first));
    assertEquals(1, chunks(timeline.since(first.next())));
  }

  @Test
  void processComesAgainWhenItIsGone() {
    start(WORKER);
    RecentTimeline.News first = timeline.since(RecentTimeline.Cursor.START);
    see(WORKER, Sightings.exit(77, 137, ""));

    assertTrue(
        timeline.since(first.next()).json().contains("\"LOST\",\"exit code 137 (signal 9)\""));
  }

  @Test
  void oldestChunksAreForgottenAndCounted() {
    start(WORKER);
    for (int chunk = 1; chunk <= 5; chunk++) {
      run(chunk);
    }

    RecentTimeline.News news = timeline.since(RecentTimeline.Cursor.START);

    assertEquals(CHUNKS, chunks(news));
    assertTrue(news.json().contains("\"chunksLeftOut\":2"), news.json());
  }

  @Test
  void readerThatLagsMissesWhatIsForgotten() {
    start(WORKER);
    RecentTimeline.Cursor early = timeline.since(RecentTimeline.Cursor.START).next();
    for (int chunk = 1; chunk <= 50; chunk++) {
      run(chunk);
    }

    RecentTimeline.News late = timeline.since(early);
    assertEquals(CHUNKS, chunks(late));
    assertTrue(late.json().contains("\"chunksLeftOut\":" + (50 - CHUNKS)), late.json());
  }

  @Test
  void whatAReaderHasGotIsNotCountedAsMissing() {
    start(WORKER);
    run(1);
    RecentTimeline.Cursor next = timeline.since(RecentTimeline.Cursor.START).next();
    for (int chunk = 2; chunk <= 20; chunk++) {
      run(chunk);
      RecentTimeline.News news = timeline.since(next);
      next = news.next();

      assertEquals(1, chunks(news));
      assertTrue(news.json().contains("\"chunksLeftOut\":0"), news.json());
    }
  }

  @Test
  void chunksAreForgottenWhenTheyAreOld() {
    start(WORKER);
    run(1);
    nowNanos = 2_000_000;
    run(2);

    assertEquals(1, chunks(timeline.since(RecentTimeline.Cursor.START)));
  }

  @Test
  void processesThatAreGoneMakeRoom() {
    for (int generation = 1; generation <= 4; generation++) {
      start(new WorkerKey(0, generation));
      if (generation < 4) {
        see(new WorkerKey(0, generation), Sightings.exit(77, 0, ""));
      }
    }

    String json = timeline.since(RecentTimeline.Cursor.START).json();

    assertEquals(2, json.split("\\[77,", -1).length - 1, json);
    assertTrue(json.contains("[77,4,"), json);
  }
}
