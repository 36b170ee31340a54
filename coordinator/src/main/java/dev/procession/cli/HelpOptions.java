package dev.procession.cli;

import picocli.CommandLine.Option;

/**
 * Like picocli's standard help options, without the version, which only the main command prints.
 */
@SuppressWarnings("UnusedVariable") // Picocli handles them itself.
final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      hidden = true)
  private boolean version;
}
