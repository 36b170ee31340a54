package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.cli.console.EscapedText;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cluster.Cluster;
import dev.procession.process.remote.HostProbe;
import dev.procession.process.remote.HostProbe.NotReached;
import dev.procession.process.remote.HostProbe.Reached;
import dev.procession.timeline.JsonText;
import java.io.File;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code hosts}. */
@Command(
    name = "hosts",
    header = "Check which hosts can be reached, and what workers find there.",
    customSynopsis = {
      "procession hosts --hosts=HOST,... [--ssh=COMMAND] [--json]",
      "       procession hosts --cluster=FOLDER [--json]"
    },
    description = {
      "Connects to each host as map --hosts or map --cluster does, and prints a line for each: how"
          + " many workers it would run, its processors, the version of its Java, and that of the protocol between"
          + " hosts; or why it cannot be used. With --hosts, Procession's classes are sent to hosts"
          + " that do not have them.",
      "",
      "Exit: 0 a host can be used; 2 wrong usage; 3 no host can be used."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class HostsCommand implements Callable<Integer> {
  private static final String LINE = "%-24s %7s %11s  %-12s %8s%n";

  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = "--hosts",
      paramLabel = "HOST,...",
      description = "the hosts, such as 10.0.0.1,4/user@10.0.0.2")
  private @Nullable String hosts;

  @Option(
      names = "--ssh",
      paramLabel = "COMMAND",
      description = "what reaches a host, as \"ssh -p 2222\"")
  private @Nullable String ssh;

  @Option(names = "--cluster", paramLabel = "FOLDER", description = "the nodes of that cluster")
  private @Nullable File folder;

  @Option(names = "--json", description = "print a JSON object for each host")
  private boolean json;

  HostsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<HostProbe.Answer> answers;
    try {
      answers = context.launcher().ask(asked());
    } catch (UsageException | IllegalArgumentException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IllegalStateException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    }
    PrintWriter out = new PrintWriter(context.out(), false, UTF_8);
    if (!json) {
      out.printf(LINE, "HOST", "WORKERS", "PROCESSORS", "JAVA", "PROTOCOL");
    }
    answers.forEach(answer -> out.print(json ? object(answer) : line(answer)));
    out.flush();
    boolean isReached = answers.stream().anyMatch(Reached.class::isInstance);
    return (isReached ? ExitCode.DONE : ExitCode.NO_POOL).status();
  }

  private Cluster asked() {
    return HostsOption.cluster(hosts, ssh, folder)
        .orElseThrow(
            () -> new UsageException("hosts needs --hosts a,b or --cluster FOLDER; see --help"));
  }

  private static String line(HostProbe.Answer answer) {
    if (answer instanceof Reached host) {
      return String.format(
          LINE, host.host(), host.slots(), host.processors(), host.java(), host.tunnel());
    }
    NotReached host = (NotReached) answer;
    return String.format("%-24s cannot be used: %s%n", host.host(), EscapedText.of(host.why()));
  }

  private static String object(HostProbe.Answer answer) {
    String name = "{\"host\":" + JsonText.quoted(answer.host());
    if (answer instanceof Reached host) {
      return name
          + ",\"reached\":true,\"workers\":"
          + host.slots()
          + ",\"processors\":"
          + host.processors()
          + ",\"java\":"
          + JsonText.quoted(host.java())
          + ",\"protocol\":"
          + host.tunnel()
          + "}\n";
    }
    String why = ((NotReached) answer).why();
    return name + ",\"reached\":false,\"reason\":" + JsonText.quoted(why) + "}\n";
  }
}
