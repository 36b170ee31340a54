package dev.procession.cli;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Options of GNU parallel and xargs that have another name here, or are not needed. */
final class ForeignOptions {
  /** Not words, which another program has after a single hyphen. */
  private static final Pattern WITH_VALUE = Pattern.compile("-\\p{Alpha}[^\\p{Alpha}-].*");

  private static final String NOT_NEEDED = "it is not needed";
  private static final String FILLED =
      "-X gives sh and run as many items as a call takes, -N N so many";
  private static final String PIPED = "--pipe-item gives sh and run each item as standard input";
  private static final String LINES = "-N N takes N lines at a time";
  private static final String HOSTS =
      "--hosts HOST,... runs workers on other hosts; files are not copied";
  private static final String SHELL = "write it in COMMAND, which a shell runs";
  private static final String NOT_HERE = "there is nothing like it here";

  private static final Map<String, String> OURS =
      Stream.of(
              new Advice("-j N sets the number of workers", "-P --max-procs"),
              new Advice(
                  "{} is the item in COMMAND, and {.}, {/}, {//}, {#} are as in parallel", "-I"),
              new Advice(
                  "{}, {.}, {/}, {//}, {/.}, {#} and {%} in COMMAND are as in parallel, and no others",
                  "-i --replace -U --extensionreplace --er --basenamereplace --bnr --dirnamereplace --dnr --basenameextensionreplace --bner --seqreplace --slotreplace --rpl --parens --plus"),
              new Advice(
                  "-N N takes N items at a time; --chunk-size N only sends N together", "-n"),
              new Advice(LINES, "-L -l --max-lines"),
              new Advice("-N N takes N items at a time", "--max-replace-args"),
              new Advice(
                  FILLED,
                  "-m --xargs -s --max-chars -x --exit --show-limits --max-line-length-allowed"),
              new Advice(
                  PIPED,
                  "--pipe --pipepart --pipe-part --spreadstdin --round-robin --roundrobin --round --tee --cat --fifo --recstart --recend --regexp --rrs --remove-rec-sep --shard --bin --group-by --groupby"),
              new Advice("-N N sets the number of items in one call", "--block --block-size"),
              new Advice("--line-buffer prints lines as they come, -u whole outputs", "--ungroup"),
              new Advice("use --line-buffer", "--linebuffer --lb"),
              new Advice(
                  "output is already grouped by item; --line-buffer changes that", "--group"),
              new Advice("use --chdir DIR", "--workdir --wd"),
              new Advice("use --dry-run", "--dryrun"),
              new Advice("--dry-run prints the commands", "-t -p --interactive"),
              new Advice("use --bar", "--progress"),
              new Advice(
                  "--tag prints the item before each line",
                  "--tagstring --tag-string --ctag --ctagstring --color --colour --color-failed --colour-failed --cf"),
              new Advice(
                  "--results DIR writes what each item prints to files",
                  "--files --files0 --outputasfiles --output-as-files --res"),
              new Advice("use --input csv", "--csv"),
              new Advice("-a FILE -a FILE takes one line of each file", "--link --arg-file-link"),
              new Advice(
                  "items are taken as they are; sed 's/ *$//' before it trims them", "--trim"),
              new Advice(
                  "pipe only the items that are wanted", "-E -e --eof --end-of-file --limit"),
              new Advice("pipe the items through shuf", "--shuf"),
              new Advice("write ::: before items", "--arg-sep --argsep"),
              new Advice("use -a FILE for files of items", "--arg-file-sep --argfilesep"),
              new Advice("--resume tries failed items again", "--resume-failed --retry-failed"),
              new Advice("nothing runs without items", "--no-run-if-empty -r"),
              new Advice("--max-heap SIZE limits each worker", "--memfree --memsuspend --noswap"),
              new Advice(
                  HOSTS,
                  "--sshlogin -S --sshloginfile --slf --onall --nonall --hgrp --hostgroups --ssh-login --transfer --transferfile --tf --return --cleanup --trc --basefile --bf --controlmaster --filter-hosts --sshdelay"),
              new Advice(
                  SHELL,
                  "--env --record-env --session --embed --profile -J --shellquote --quote --shell-quote --combineexec --combine-executable"),
              new Advice(
                  NOT_HERE,
                  "--semaphore --sem --id --semaphoretimeout --st --wait --sqlmaster --sqlworker --sqlandworker --sql --tmux --tmuxpane --fg --bg --termseq --shebang --hashbang --hash-bang --tollef --gnu"),
              new Advice(
                  NOT_NEEDED,
                  "--bibtex --will-cite --citation --no-notice --nonotice --tmpdir --tempdir --compress --compress-program --number-of-cpus --number-of-cores --number-of-sockets --number-of-threads"))
          .flatMap(Advice::entries)
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private ForeignOptions() {}

  /**
   * What to write instead of some options.
   *
   * @param ours what to write
   * @param names the options, separated by blanks
   */
  private record Advice(String ours, String names) {
    Stream<Map.Entry<String, String>> entries() {
      return Stream.of(names.split(" ", -1)).map(name -> Map.entry(name, ours));
    }
  }

  /** What to write instead of {@code option}, where it is one of those. */
  static Optional<String> advice(String option) {
    int end = option.indexOf('=');
    String name = end < 0 ? option : option.substring(0, end);
    String shortName = WITH_VALUE.matcher(option).matches() ? option.substring(0, 2) : name;
    return Optional.ofNullable(OURS.get(name))
        .or(() -> Optional.ofNullable(OURS.get(shortName)))
        .map(ours -> option + " is an option of GNU parallel or xargs: " + ours);
  }
}
