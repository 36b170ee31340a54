package dev.procession.integration;

import dev.procession.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A {@code JAVA_HOME} whose {@code java} is a line of shell. Descriptor 3 is the protocol. */
final class FakeJava {
  private FakeJava() {}

  /** The home, made in {@code folder}. */
  static Path running(Path folder, String script) throws IOException {
    return withProgram(folder, "#!/bin/sh\n" + script + "\n");
  }

  /** The home of a {@code java} of any text. */
  static Path withProgram(Path folder, String text) throws IOException {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, text);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  /** A line of shell that goes on as the real thing. */
  static String real() {
    return "exec '" + Jvm.java(Jvm.ownHome()) + "' \"$@\"";
  }

  /** A line of shell that says what a worker says first. */
  static String preamble() {
    StringBuilder octal = new StringBuilder();
    for (byte each : Protocol.preamble()) {
      octal.append(String.format("\\%03o", each & 0xff));
    }
    return "printf '" + octal + "' >&3";
  }
}
