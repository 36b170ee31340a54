package dev.procession.cli;

import picocli.CommandLine.Option;

/** As the library's own, but where the page is long, the version is on that of all commands. */
@SuppressWarnings("UnusedVariable") // Picocli acts on them itself.
final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this page")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      hidden = true)
  private boolean version;
}
