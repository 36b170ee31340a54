package dev.procession.cluster.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  @Test
  void certificateThatIsNotValidNowIsNotTakenForAStrangers() {
    SSLHandshakeException failure = new SSLHandshakeException("validity check failed");
    failure.initCause(
        new CertPathValidatorException(new CertificateNotYetValidException("NotBefore: tomorrow")));

    assertEquals(
        "its certificate is not valid at this time: do the clocks agree? (NotBefore: tomorrow)",
        Reachability.trouble(failure));
  }
}
