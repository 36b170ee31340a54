package dev.procession.integration.bench;

import dev.procession.integration.bench.Contest.Opponent;
import dev.procession.integration.bench.program.BareProgram;
import dev.procession.integration.bench.program.ColdProgram;
import dev.procession.integration.bench.program.ProcessionProgram;
import dev.procession.integration.bench.program.RelayProgram;
import dev.procession.integration.bench.program.ThreadsProgram;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is compared with whom, and which ratios are aimed at. */
final class Contests {
  /** In a source folder that only the profile adds, as its library is of no use to others. */
  private static final String PP4J = "dev.procession.integration.bench.pp4j.Pp4jProgram";

  private static final double HEAP_LIMIT_BYTES = 64 << 20;
  private static final double CLOSE_SECONDS = 0.015;
  private static final Target UNSET = new Target.Unset();

  private final Scale scale;
  private final Path script;
  private final Path cold;

  Contests(Scale scale) {
    this.scale = scale;
    this.script = resource("rounds.py");
    this.cold = resource("cold.py");
  }

  private static Path resource(String name) {
    try {
      URL url = Objects.requireNonNull(Contests.class.getResource(name));
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("resources are files", e);
    }
  }

  List<Contest> all() {
    return List.of(
        cold("C1", 5, new Target.TimesAsMuch(1.2)),
        cold("C2", scale.items(1_000_000), new Target.TimesAsMuch(1)),
        cold("C3", scale.items(5_000_000), new Target.TimesAsMuch(0.8)),
        processors(),
        lambda("a new lambda", new Target.TimesAsMuch(10), NewLambda.EACH),
        lambda("the same lambda", new Target.TimesAsMuch(7), NewLambda.NONE),
        lines(),
        close(),
        squares(),
        submits(),
        turns(),
        payloads(),
        start(),
        commandLine(),
        work(1),
        work(10),
        stream(),
        idle(),
        locks(),
        counts(),
        queues(),
        adds(),
        handovers(),
        watched("P1 with a live page that is read", Unit.MICROSECONDS, "squares", 2_000_000),
        watched("P6 with a live page that is read", Unit.MILLISECONDS, "work", 1_000, 1_000));
  }

  private static final class NewLambda {
    static final WholeProgram.Command NONE = () -> command("x -> x * x");

    /** A comment makes it another one. */
    static final WholeProgram.Command EACH = () -> command("x -> x * x // " + System.nanoTime());

    private static List<String> command(String lambda) {
      return List.of("map", lambda, "1", "2", "3", "4", "5");
    }
  }

  /** The whole program, as short programs are what people meet first. */
  private Contest cold(String id, int items, Target target) {
    WholeProgram.Figure figure = WholeProgram.Figure.ELAPSED;
    return new Contest(
        new ContestTitle(
            id, "a whole program: pool of 2, map of " + items + ", close", Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        new Entrant("Procession", WholeProgram.java(figure, ColdProgram.class, items)),
        List.of(
            new Opponent(new Entrant("Python: spawn", pythonPool(figure, "spawn", items)), target),
            new Opponent(new Entrant("Python: fork", pythonPool(figure, "fork", items)), UNSET),
            bare("java Hello, start to exit", UNSET, "start", 1)));
  }

  private Contest processors() {
    WholeProgram.Figure figure = WholeProgram.Figure.PROCESSORS;
    return new Contest(
        new ContestTitle("C4", "processor time of C1, all its processes", Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        new Entrant("Procession", WholeProgram.java(figure, ColdProgram.class, 5)),
        List.of(
            new Opponent(
                new Entrant("Python: spawn", pythonPool(figure, "spawn", 5)),
                new Target.TimesAsMuch(2))));
  }

  private Contest lambda(String which, Target target, WholeProgram.Command command) {
    return new Contest(
        new ContestTitle(
            "C5", "./procession map 'x -> x * x' 1 2 3 4 5, " + which, Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        new Entrant("Procession", WholeProgram.procession(command)),
        List.of(bare("java Hello, start to exit", target, "start", 1)));
  }

  private Contest lines() {
    int items = scale.items(1_000_000);
    String ours = "seq " + items + " | \"$0\" map 'x -> x * x' >/dev/null";
    String theirs = "seq " + items + " | \"$0\" \"$1\" fork 0 5000 >/dev/null";
    Path launcher = Path.of(System.getProperty("procession.root", "")).resolve("procession");
    WholeProgram.Figure figure = WholeProgram.Figure.ELAPSED;
    return new Contest(
        new ContestTitle(
            "C6", "seq " + items + " | ./procession map 'x -> x * x'", Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        new Entrant(
            "Procession",
            WholeProgram.of(figure, "/bin/sh", "-c", ours, launcher.toAbsolutePath().toString())),
        List.of(
            new Opponent(
                new Entrant(
                    "Python: Pool.imap, chunks of 5000",
                    WholeProgram.of(
                        figure, "/bin/sh", "-c", theirs, LineProgram.PYTHON, cold.toString())),
                new Target.TimesAsMuch(1))));
  }

  private Contest close() {
    return new Contest(
        new ContestTitle("C7", "close of an idle pool of 2", Unit.MILLISECONDS),
        scale.hardlyWarmedUp(),
        ours("close", 1),
        List.of(
            new Opponent(
                new Entrant("its limit", () -> new Fixed(CLOSE_SECONDS)),
                new Target.TimesAsMuch(1))));
  }

  private Entrant.Opening pythonPool(WholeProgram.Figure figure, String method, int items) {
    return WholeProgram.of(
        figure, LineProgram.PYTHON, cold.toString(), method, String.valueOf(items));
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

  private Contest locks() {
    int count = scale.items(2_000);
    return contest(
        "S1",
        "a shared lock that nobody else wants, lock and unlock",
        Unit.MICROSECONDS,
        ours("locks", count),
        python("Manager().Lock", new Target.TimesAsFast(3), "locks", count));
  }

  private Contest counts() {
    int count = scale.items(2_000);
    return contest(
        "S2",
        "addAndGet of a shared number",
        Unit.MICROSECONDS,
        ours("counts", count),
        python("Manager().Value under a lock", new Target.TimesAsFast(3), "counts", count));
  }

  private Contest queues() {
    int count = scale.items(1_000);
    return contest(
        "S3",
        "put and take of a shared queue, for each",
        Unit.MICROSECONDS,
        ours("queues", count),
        python("Manager().Queue", new Target.TimesAsFast(3), "queues", count));
  }

  private Contest adds() {
    int count = scale.items(1_000_000);
    int fewer = scale.items(2_000);
    return contest(
        "S4",
        count + " times add(1) from two workers, for each",
        Unit.MICROSECONDS,
        ours("adds", count),
        python(
            "Manager().Value under a lock, " + fewer, new Target.TimesAsFast(20), "adds", fewer));
  }

  private Contest handovers() {
    int count = scale.items(2_000);
    return contest(
        "S5",
        "a shared lock passed between two workers",
        Unit.MICROSECONDS,
        ours("handovers", count),
        new Opponent(
            ourOther("submit(..).get(), median", "turns", scale.items(2_000)),
            new Target.TimesAsMuch(2.5)));
  }

  /** What it costs that somebody watches. */
  private Contest watched(String what, Unit unit, String kind, int count, Object... more) {
    Object[] sizes = Stream.concat(Stream.of(scale.items(count)), Stream.of(more)).toArray();
    return contest(
        "L1",
        what + ", for each",
        unit,
        withPage("read", kind, sizes),
        new Opponent(withPage("none", kind, sizes), new Target.TimesAsMuch(1.02)),
        new Opponent(withPage("unread", kind, sizes), UNSET));
  }

  private static Entrant withPage(String page, String kind, Object... sizes) {
    return new Entrant(
        page.equals("read") ? "Procession" : "Procession, page: " + page,
        opening(
            List.of("-D" + ProcessionProgram.PAGE + "=" + page),
            ProcessionProgram.class,
            kind,
            sizes));
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
