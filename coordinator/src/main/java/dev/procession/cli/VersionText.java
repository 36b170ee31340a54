package dev.procession.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return new String[] {
      "procession "
          + (version == null ? "(not packaged)" : version)
          + " on Java "
          + Runtime.version()
    };
  }
}
