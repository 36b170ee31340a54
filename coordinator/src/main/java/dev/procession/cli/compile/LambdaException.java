package dev.procession.cli.compile;

import java.util.List;
import java.util.stream.Collectors;

/** The user's lambda does not compile. */
public final class LambdaException extends Exception {
  private static final long serialVersionUID = 1L;

  public LambdaException(String text, List<LambdaError> errors) {
    super(
        errors.stream()
            .map(error -> error.render(text))
            .distinct()
            .collect(Collectors.joining("\n")));
  }
}
