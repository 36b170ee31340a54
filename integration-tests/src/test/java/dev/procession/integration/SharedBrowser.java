package dev.procession.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands one browser to all tests of a class, each of which finds it as new. */
public final class SharedBrowser implements ParameterResolver, AfterAllCallback {
  private static final Namespace OWN = Namespace.create(SharedBrowser.class);

  static boolean isUsedIn(Class<?> testClass) {
    return Arrays.stream(testClass.getAnnotationsByType(ExtendWith.class))
        .anyMatch(extension -> Arrays.asList(extension.value()).contains(SharedBrowser.class));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext ofClass = context.getParent().orElseThrow();
    Browser browser =
        ofClass
            .getStore(OWN)
            .getOrComputeIfAbsent("browser", key -> SharedBrowser.start(), Browser.class);
    browser.size(1280, 900, 1);
    browser.scheme("light");
    browser.forgetComplaints();
    return browser;
  }

  private static Browser start() {
    try {
      return new Browser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Browser browser = context.getStore(OWN).get("browser", Browser.class);
    if (browser != null) {
      browser.close();
    }
  }
}
