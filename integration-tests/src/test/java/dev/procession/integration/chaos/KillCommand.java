package dev.procession.integration.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Sends signals, by way of one shell: starting a program for each would be slow. */
final class KillCommand implements AutoCloseable {
  private final Process shell;
  private final Writer commands;
  private final BufferedReader answers;

  KillCommand() {
    try {
      shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.UTF_8);
    answers = shell.inputReader(StandardCharsets.UTF_8);
  }

  long pid() {
    return shell.pid();
  }

  /** Returns whether there was a process to send it to. */
  boolean send(Signal signal, long pid) {
    try {
      commands.write("kill -" + signal + " " + pid + " 2>/dev/null && echo sent || echo gone\n");
      commands.flush();
      return "sent".equals(answers.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    // A shell ends with its input.
    commands.close();
    answers.close();
  }
}
