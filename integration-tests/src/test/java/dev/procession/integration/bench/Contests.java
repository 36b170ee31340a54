package dev.procession.integration.bench;

import dev.procession.integration.bench.Contest.Opponent;
import dev.procession.integration.bench.program.BareProgram;
import dev.procession.integration.bench.program.ProcessionProgram;
import dev.procession.integration.bench.program.RelayProgram;
import dev.procession.integration.bench.program.ThreadsProgram;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What is compared with whom, and which ratios are aimed at. */
final class Contests {
  /** In a source folder that only the profile adds, as its library is of no use to others. */
  private static final String PP4J = "dev.procession.integration.bench.pp4j.Pp4jProgram";

  private static final double HEAP_LIMIT_BYTES = 64 << 20;
  private static final Target UNSET = new Target.Unset();

  private final Scale scale;
  private final Path script;

  Contests(Scale scale) {
    this.scale = scale;
    try {
      URL url = Objects.requireNonNull(Contests.class.getResource("rounds.py"));
      this.script = Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("resources are files", e);
    }
  }

  List<Contest> all() {
    return List.of(
        squares(),
        submits(),
        turns(),
        payloads(),
        start(),
        commandLine(),
        work(1),
        work(10),
        stream(),
        idle());
  }

  private Contest squares() {
    int items = scale.items(2_000_000);
    Entrant.Opening otherCollector =
        opening(List.of("-XX:+UseParallelGC"), ProcessionProgram.class, "squares", items);
    return contest(
        "P1",
        "map(x -> x * x), " + items + " ints, for each",
        Unit.MICROSECONDS,
        ours("squares", items),
        python("Pool.map", new Target.TimesAsFast(5), "squares", items),
        threads("squares", items),
        // How much of the time is the default collector's.
        new Opponent(new Entrant("Procession, -XX:+UseParallelGC", otherCollector), UNSET));
  }

  /** The others get fewer, because they would take minutes; it is the time of each that counts. */
  private Contest submits() {
    int items = scale.items(100_000);
    int fewer = scale.items(20_000);
    Target target = new Target.TimesAsFast(20);
    return contest(
        "P2",
        items + " submits, then all results, for each",
        Unit.MICROSECONDS,
        ours("submits", items),
        python("ProcessPoolExecutor, " + fewer, target, "submits", fewer),
        pp4j("PP4J 2.2, " + fewer, target, "submits", fewer),
        threads("submits", items));
  }

  private Contest turns() {
    int turns = scale.items(5_000);
    return contest(
        "P3",
        "submit(..).get(), one after the other, median",
        Unit.MICROSECONDS,
        ours("turns", turns),
        bare("32 bytes there and back", new Target.TimesAsMuch(1.5), "turns", turns),
        new Opponent(
            new Entrant(
                "bare: by as many threads as ours",
                opening(List.of(), RelayProgram.class, "turns", turns)),
            UNSET),
        python("Pool.apply", UNSET, "turns", turns),
        pp4j("PP4J 2.2", UNSET, "turns", scale.items(2_000)),
        threads("turns", turns));
  }

  private Contest payloads() {
    int items = scale.items(64);
    return contest(
        "P4",
        "1 MiB there and back, " + items + " in a map, for each",
        Unit.MILLISECONDS,
        ours("payloads", items),
        python("Pool.map", new Target.TimesAsFast(3), "payloads", items),
        bare("as many bytes there and back", new Target.TimesAsFast(0.5), "payloads", items),
        pp4j("PP4J 2.2, 8 at once", UNSET, "payloads", 8));
  }

  private Contest start() {
    Entrant.Opening own = opening(List.of(), ProcessionProgram.class, "start", 1);
    // A folder in which nobody can write.
    Entrant.Opening cold =
        opening(
            List.of("-Dprocession.archives=/dev/null/none"), ProcessionProgram.class, "start", 1);
    return new Contest(
        new ContestTitle(
            "P5", "a program's second pool of 2, create to first result", Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        new Entrant("Procession", Fresh.of(own, 1)),
        List.of(
            bare("java Hello, start to exit", new Target.TimesAsMuch(1.5), "start", 1),
            python("spawn pool", new Target.TimesAsMuch(1), "start", 1),
            pp4j("PP4J 2.2", UNSET, "start", 1),
            new Opponent(
                new Entrant("Procession, a program's first pool", Fresh.of(own, 0)), UNSET),
            new Opponent(
                ourOther("a pool that is there, median", "turns", scale.items(1_000)), UNSET),
            new Opponent(
                new Entrant("Procession, first pool without archive", Fresh.of(cold, 0)), UNSET)));
  }

  private Contest commandLine() {
    return new Contest(
        new ContestTitle("P5", "./procession map 'x -> x * x' 3, start to exit", Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        new Entrant("Procession", CommandLine.launcher()),
        List.of(
            bare("java Hello, start to exit", UNSET, "start", 1),
            new Opponent(
                new Entrant("Procession, without archives", CommandLine.withoutArchives()), UNSET),
            new Opponent(
                new Entrant("Procession, first use, makes archives", CommandLine.firstUse()),
                UNSET)));
  }

  private Contest work(int millis) {
    int items = scale.items(1_000 / millis);
    return contest(
        "P6",
        items + " tasks of about " + millis + " ms, for each",
        Unit.MILLISECONDS,
        ours("work", items, millis * 1_000),
        new Opponent(
            new Entrant(
                "2 threads",
                opening(List.of(), ThreadsProgram.class, "work", items, millis * 1_000)),
            new Target.TimesAsFast(0.95)));
  }

  private Contest stream() {
    int items = scale.items(10_000_000);
    Entrant streaming =
        new Entrant(
            "Procession", opening(List.of("-Xmx64m"), ProcessionProgram.class, "stream", items));
    Opponent limit =
        new Opponent(
            new Entrant("its limit, -Xmx64m", () -> new Fixed(HEAP_LIMIT_BYTES)),
            new Target.TimesAsMuch(1));
    return new Contest(
        new ContestTitle("P7", items + " items streamed, most heap in use", Unit.MEBIBYTES),
        scale.fewer(),
        streaming,
        List.of(limit));
  }

  private Contest idle() {
    return new Contest(
        new ContestTitle("P8", "an idle worker, resident memory", Unit.MEBIBYTES),
        scale.length(),
        ours("idle", 1_000),
        List.of(bare("JVM with the same flags, idle", new Target.TimesAsMuch(1.3), "idle", 1)));
  }

  private Contest contest(String id, String what, Unit unit, Entrant ours, Opponent... opponents) {
    return new Contest(new ContestTitle(id, what, unit), scale.length(), ours, List.of(opponents));
  }

  private static Entrant ours(String kind, Object... sizes) {
    return new Entrant("Procession", opening(List.of(), ProcessionProgram.class, kind, sizes));
  }

  private static Entrant ourOther(String what, String kind, int count) {
    return new Entrant(
        "Procession, " + what, opening(List.of(), ProcessionProgram.class, kind, count));
  }

  private static Opponent threads(String kind, int count) {
    return new Opponent(
        new Entrant("2 threads", opening(List.of(), ThreadsProgram.class, kind, count)), UNSET);
  }

  private static Opponent bare(String what, Target target, String kind, int count) {
    return new Opponent(
        new Entrant("bare: " + what, opening(List.of(), BareProgram.class, kind, count)), target);
  }

  private static Opponent pp4j(String what, Target target, String kind, int count) {
    return new Opponent(new Entrant(what, LineProgram.java(List.of(), PP4J, kind, count)), target);
  }

  private Opponent python(String what, Target target, String kind, int count) {
    return new Opponent(
        new Entrant("Python: " + what, LineProgram.script(LineProgram.PYTHON, script, kind, count)),
        target);
  }

  private static Entrant.Opening opening(
      List<String> jvmArgs, Class<?> program, String kind, Object... sizes) {
    Object[] arguments = new Object[sizes.length + 1];
    arguments[0] = kind;
    System.arraycopy(sizes, 0, arguments, 1, sizes.length);
    return LineProgram.java(jvmArgs, program.getName(), arguments);
  }
}
