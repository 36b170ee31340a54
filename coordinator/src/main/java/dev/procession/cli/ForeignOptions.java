package dev.procession.cli;

import java.util.Map;
import java.util.Optional;

/** Options of GNU parallel and xargs that have another name here, or are not needed. */
final class ForeignOptions {
  private static final String NOT_NEEDED = "it is not needed";

  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("-P", "-j N sets the number of workers"),
          Map.entry("--max-procs", "-j N sets the number of workers"),
          Map.entry("-I", "{} is the item in COMMAND, and {.}, {/}, {//}, {#} are as in parallel"),
          Map.entry("--replace", "{} is the item in COMMAND"),
          Map.entry("-L", "-N N takes N lines at a time"),
          Map.entry("--max-lines", "-N N takes N lines at a time"),
          Map.entry("-m", "-X gives sh and run as many items as a call takes, -N N so many"),
          Map.entry("--xargs", "-X gives sh and run as many items as a call takes"),
          Map.entry("--max-replace-args", "-N N takes N items at a time"),
          Map.entry("--pipe", "--pipe-item gives sh and run each item as standard input"),
          Map.entry("--pipepart", "--pipe-item gives sh and run each item as standard input"),
          Map.entry("--block", "-N N sets the number of items in one call"),
          Map.entry("--ungroup", "--line-buffer prints lines as they come, -u whole outputs"),
          Map.entry("--linebuffer", "use --line-buffer"),
          Map.entry("--lb", "use --line-buffer"),
          Map.entry("--group", "output is already grouped by item; --line-buffer changes that"),
          Map.entry("--workdir", "use --chdir DIR"),
          Map.entry("--wd", "use --chdir DIR"),
          Map.entry("--dryrun", "use --dry-run"),
          Map.entry("--progress", "use --bar"),
          Map.entry("--tagstring", "--tag prints the item before each line"),
          Map.entry("--resume-failed", "--resume tries failed items again"),
          Map.entry("--retry-failed", "--resume tries failed items again"),
          Map.entry("--arg-sep", "write ::: before items"),
          Map.entry("--arg-file-sep", "use -a FILE for files of items"),
          Map.entry("--no-run-if-empty", "nothing runs without items"),
          Map.entry("-r", "nothing runs without items"),
          Map.entry("--memfree", "--max-heap SIZE limits each worker"),
          Map.entry("--memsuspend", "--max-heap SIZE limits each worker"),
          Map.entry("--shuf", "pipe the items through shuf"),
          Map.entry("--sshlogin", "--hosts HOST,... runs workers there"),
          Map.entry("-S", "all workers run on this machine"),
          Map.entry("--bibtex", NOT_NEEDED),
          Map.entry("--will-cite", NOT_NEEDED),
          Map.entry("--citation", NOT_NEEDED));

  private ForeignOptions() {}

  /** What to write instead of {@code option}, where it is one of those. */
  static Optional<String> advice(String option) {
    int end = option.indexOf('=');
    String name = end < 0 ? option : option.substring(0, end);
    String shortName = name.startsWith("--") || name.length() < 2 ? name : name.substring(0, 2);
    return Optional.ofNullable(OURS.get(name))
        .or(() -> Optional.ofNullable(OURS.get(shortName)))
        .map(ours -> option + " is an option of GNU parallel or xargs: " + ours);
  }
}
