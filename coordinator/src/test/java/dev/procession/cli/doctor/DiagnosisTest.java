package dev.procession.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cli.pool.ExplainedFlag;
import dev.procession.process.launch.ArchiveState;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {
  private static final Machine.Jdk JDK =
      new Machine.Jdk(Runtime.Version.parse("17.0.1+2"), "ACME", "/jdk", true);
  private static final Machine.Share FOUR = new Machine.Share(4, OptionalLong.of(4));
  private static final Machine.Share MEMORY =
      new Machine.Share(8L << 30, OptionalLong.of(8L << 30));
  private static final List<ExplainedFlag> LAUNCH =
      List.of(
          new ExplainedFlag("/bin/sh -c ... setpriv --pdeathsig CONT java", "worker 0"),
          new ExplainedFlag("-Xmx64m", "a share"));

  @Test
  void wholeMachineNeedsNoAdvice() {
    Machine machine = new Machine(JDK, FOUR, MEMORY, true, true);

    assertEquals(
        """
        JDK         17.0.1+2, ACME, /jdk
        Processors  4, as many workers by default
        Memory      8192 MiB
        Heap        -Xmx64m for each worker: a share
        Archive     present: workers start with half the work
        Channel     separate from the standard streams (/bin/sh, /dev/fd)
        setpriv     present: a stopped worker does not outlive a killed program
        """,
        text(Diagnosis.of(machine, LAUNCH, ArchiveState.READY)));
  }

  @Test
  void whateverIsWrongSaysWhatToDo() {
    Machine machine =
        new Machine(
            new Machine.Jdk(Runtime.Version.parse("17"), "ACME", "/jre", false),
            new Machine.Share(2, OptionalLong.of(8)),
            new Machine.Share(1L << 30, OptionalLong.of(8L << 30)),
            true,
            false);

    assertEquals(
        """
        JDK         17, ACME, /jre
          ! it has no compiler: lambdas need a JDK; Class::method works
        Processors  2 of the machine's 8
          ! a container limit, taskset or a JVM flag restricts this program
        Memory      1024 MiB of the machine's 8192 MiB
          ! a container limit: this program and all workers must fit into it
        Heap        chosen by each worker's JVM
        Archive     none yet
          ! run 'procession prepare' to create it; workers then start faster
        Channel     the standard streams: there is no /bin/sh or no /dev/fd
          ! avoid native code that prints to standard output: it ends its worker
        setpriv     not usable
          ! install util-linux 2.33 or later; otherwise a stopped worker outlives a killed program
        """,
        text(Diagnosis.of(machine, List.of(), ArchiveState.MISSING)));
  }

  @Test
  void javaThatIsTooOldIsToBeReplaced() {
    Machine.Jdk old = new Machine.Jdk(Runtime.Version.parse("11.0.2"), "ACME", "/jdk", true);

    List<Finding> findings =
        Diagnosis.of(new Machine(old, FOUR, MEMORY, true, true), LAUNCH, ArchiveState.READY);

    assertEquals("install a JDK, 17 or later", findings.get(0).advice().orElseThrow());
  }

  @Test
  void machineThatDoesNotSayWhatItHasIsNotLimited() {
    Machine.Share unknown = new Machine.Share(4, OptionalLong.empty());

    List<Finding> findings =
        Diagnosis.of(new Machine(JDK, unknown, MEMORY, false, true), LAUNCH, ArchiveState.READY);

    assertEquals("Processors  4, as many workers by default", findings.get(1).text());
    assertEquals("setpriv     only on Linux", findings.get(6).text());
  }

  private static String text(List<Finding> findings) {
    return findings.stream().map(f -> f.text() + "\n").collect(Collectors.joining());
  }
}
