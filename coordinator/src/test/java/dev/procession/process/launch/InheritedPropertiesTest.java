package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InheritedPropertiesTest {
  private final Properties before = System.getProperties();

  @BeforeEach
  void changeACopy() {
    System.setProperties((Properties) before.clone());
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void whatWasGivenToTheProgramIsPassedOnAsItIsNow() {
    System.setProperty("site", "north=1");
    System.setProperty("changed", "now");

    List<String> flags =
        flags(List.of("-Dsite=north=1", "-Dchanged=then", "-Dcleared=x", "-Xmx1g"));

    assertTrue(flags.containsAll(List.of("-Dsite=north=1", "-Dchanged=now")), flags.toString());
    assertFalse(flags.toString().contains("cleared"), flags.toString());
  }

  @Test
  void proxiesTrustStoresAndTemporaryFilesAreWhateverTheProgramHasSet() {
    System.setProperty("https.proxyHost", "proxy");
    System.setProperty("javax.net.ssl.trustStore", "trust.p12");
    System.setProperty("java.io.tmpdir", "/tmp/own");
    System.setProperty("other", "value");

    List<String> flags = flags(List.of());

    assertTrue(
        flags.containsAll(
            List.of(
                "-Dhttps.proxyHost=proxy",
                "-Djavax.net.ssl.trustStore=trust.p12",
                "-Djava.io.tmpdir=/tmp/own")),
        flags.toString());
    assertFalse(flags.contains("-Dother=value"), flags.toString());
  }

  @Test
  void patternsNameOthers() {
    System.setProperty("shop.region", "north");
    System.setProperty("shopping", "no");
    System.setProperty("single", "yes");

    List<String> flags = flags(List.of(), "shop.*", "single");

    assertTrue(flags.containsAll(List.of("-Dshop.region=north", "-Dsingle=yes")));
    assertFalse(flags.toString().contains("shopping"), flags.toString());
  }

  /** The option would set another property: the one of the first part. */
  @Test
  void nameThatNoOptionCanExpressIsNotPassedOn() {
    System.setProperty("shop=region", "north");
    System.setProperty("shop\0", "none");

    List<String> flags = flags(List.of(), "shop*");

    assertTrue(flags.stream().noneMatch(flag -> flag.contains("shop")), flags.toString());
  }

  @Test
  void whatDescribesTheJvmIsNeverPassedOn() {
    System.setProperty("com.sun.management.jmxremote.port", "9010");
    System.setProperty("procession.worker.id", "3");

    List<String> flags =
        flags(List.of("-Dcom.sun.management.jmxremote.port=9010", "-Djava.home=/"), "*");

    for (String name :
        List.of(
            "com.sun.management",
            "procession.worker",
            "java.home",
            "java.class.path",
            "java.vm.",
            "user.language",
            "user.dir",
            "sun.java.command")) {
      assertTrue(flags.stream().noneMatch(flag -> flag.startsWith("-D" + name)), name);
    }
  }

  @Test
  void secretsAreNotShown() {
    assertEquals("-Ddb.password=…", InheritedProperties.withoutSecret("-Ddb.password=hunter2"));
    assertEquals("-Dpath=token=1", InheritedProperties.withoutSecret("-Dpath=token=1"));
    assertEquals("-Dsecret", InheritedProperties.withoutSecret("-Dsecret"));
    assertEquals("-Xss4m", InheritedProperties.withoutSecret("-Xss4m"));
  }

  private static List<String> flags(List<String> options, String... patterns) {
    return InheritedProperties.now(new ProgramOptions(options), List.of(patterns)).stream()
        .map(LaunchFlag::text)
        .toList();
  }
}
