package dev.procession.cli;

import java.util.List;
import java.util.stream.Collectors;

/** The user's lambda does not compile. */
final class LambdaException extends Exception {
  private static final long serialVersionUID = 1L;

  LambdaException(String text, List<LambdaError> errors) {
    super(
        errors.stream()
            .map(error -> error.render(text))
            .distinct()
            .collect(Collectors.joining("\n")));
  }
}
