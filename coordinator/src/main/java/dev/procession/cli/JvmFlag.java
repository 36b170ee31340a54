package dev.procession.cli;

import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes the flag of a JVM as it is, attached to its option or after it: flags start like our own
 * options ({@code -ea}, {@code -verbose:gc}), so the parser would mistake them for those.
 */
final class JvmFlag implements IParameterConsumer {
  @Override
  public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec command) {
    if (left.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "-R needs a flag for the workers' JVMs, such as -R-Xss4m");
    }
    List<String> flags = option.getValue();
    flags.add(left.pop());
  }
}
