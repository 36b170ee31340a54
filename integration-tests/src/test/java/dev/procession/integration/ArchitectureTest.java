package dev.procession.integration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rules that ARCHITECTURE.md states, as far as class files show them. */
@AnalyzeClasses(
    packages = "dev.procession",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
final class ArchitectureTest {
  /** The zoo comes in a jar of tests, which the option for tests knows by their folder only. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String ROOT = "dev.procession";
  private static final String CLI = "dev.procession.cli..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String LESSONS = "dev.procession.cli.demo..";
  private static final String CODEC = "dev.procession.protocol.codec..";
  private static final String PROCESS = "dev.procession.process..";
  private static final String PROTOCOL = "dev.procession.protocol..";
  private static final String SCHEDULER = "dev.procession.scheduler..";
  private static final String TASK = "dev.procession.task..";
  private static final String WORKER = "dev.procession.worker..";

  private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");
  private static final Set<String> ENDINGS = Set.of("exit", "halt");

  @ArchTest
  static final ArchRule workerAndCoordinatorDoNotKnowEachOther =
      noClasses()
          .that(resideInAPackage(WORKER))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT, SCHEDULER, PROCESS, CLI));

  @ArchTest
  static final ArchRule nobodyKnowsTheWorker =
      noClasses()
          .that(not(resideInAPackage(WORKER)))
          .should()
          .dependOnClassesThat(resideInAPackage(WORKER))
          .because("it is launched by name, never called");

  @ArchTest
  static final ArchRule protocolKnowsNothingOfOurs =
      noClasses()
          .that(resideInAnyPackage(PROTOCOL, TASK))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT, SCHEDULER, PROCESS, CLI, WORKER));

  @ArchTest
  static final ArchRule tasksSeeNothingButThemselves =
      noClasses()
          .that(resideInAPackage(TASK))
          .should()
          .dependOnClassesThat(resideInAPackage(PROTOCOL));

  @ArchTest
  static final ArchRule schedulerIsPure =
      noClasses()
          .that(resideInAPackage(SCHEDULER))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..",
                      "java.net..",
                      "java.nio..",
                      "java.time..",
                      "java.util.concurrent..",
                      "java.util.logging..",
                      "org.slf4j..")
                  .or(
                      nameMatching(
                          "java\\.lang\\.(Thread|ThreadLocal|Process|Runtime).*"
                              + "|java\\.util\\.(Random|SplittableRandom|Timer|Date|UUID).*"
                              + "|java\\.util\\.random\\..*"))
                  // Assertions and text blocks bring these in; they do nothing.
                  .and(not(simpleName("Serializable"))))
          .because("it decides, in virtual time if a test likes");

  @ArchTest
  static final ArchRule schedulerHasNoClock =
      noClasses().that(resideInAPackage(SCHEDULER)).should().callMethodWhere(calls(CLOCKS));

  @ArchTest
  static final ArchRule schedulerKnowsNeitherTheWireNorTheProcesses =
      noClasses()
          .that(resideInAPackage(SCHEDULER))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT, PROCESS, CLI));

  @ArchTest
  static final ArchRule processKnowsSchedulerAndProtocolOnly =
      noClasses()
          .that(resideInAPackage(PROCESS))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT, CLI));

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that(not(resideInAPackage(CLI)))
          .should()
          .dependOnClassesThat(resideInAnyPackage(CLI, "picocli..", "me.tongfei..", JACKSON));

  @ArchTest
  static final ArchRule jacksonIsUsedInOnePlace =
      noClasses()
          .that(not(nameMatching("dev\\.procession\\.cli\\.Json[A-Z].*")))
          .should()
          .dependOnClassesThat(resideInAPackage(JACKSON))
          .because("it is loaded only where items or results are JSON, and may be missing");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule kryoStaysInTheCodec =
      noClasses()
          .that(not(resideInAPackage(CODEC)))
          .should()
          .dependOnClassesThat(resideInAPackage("com.esotericsoftware.."));

  @ArchTest
  static final ArchRule processesAreStartedInProcessOnly =
      noClasses()
          .that(not(resideInAPackage(PROCESS)))
          .should()
          .dependOnClassesThat(named("java.lang.ProcessBuilder", "java.lang.Process"))
          .orShould()
          .callMethodWhere(calls(Set.of("exec")));

  @ArchTest
  static final ArchRule processHandlesStayInProcess =
      noClasses()
          .that(not(resideInAnyPackage(PROCESS, WORKER, LESSONS)))
          .should()
          .dependOnClassesThat(named("java.lang.ProcessHandle"))
          .because("only workers and lessons have another use for one: to say their own pid");

  @ArchTest
  static final ArchRule lessonsUseWhatUsersUse =
      noClasses()
          .that(resideInAPackage(LESSONS))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(PROTOCOL, SCHEDULER, PROCESS, "dev.procession.cli", "picocli.."))
          .because("they are read as examples");

  @ArchTest
  static final ArchRule workerKnowsItselfAndWhatItStartedOnly =
      noClasses()
          .that(resideInAPackage(WORKER))
          .should()
          .callMethodWhere(
              describe(
                  "a process handle is used for more than its own pid and what it has started",
                  (JavaMethodCall call) ->
                      call.getTargetOwner().isEquivalentTo(ProcessHandle.class)
                          && !Set.of("current", "pid", "of", "descendants", "destroyForcibly")
                              .contains(call.getName())));

  @ArchTest
  static final ArchRule onlyMainsEndTheProcess =
      noClasses()
          .that(
              not(
                  nameMatching("dev\\.procession\\.worker\\.Main(\\$.*)?")
                      .or(nameMatching("dev\\.procession\\.cli\\.Main(\\$.*)?"))))
          .should()
          .callMethodWhere(calls(ENDINGS));

  @ArchTest
  static final ArchRule threadsAreStartedInProcessAndWorkerOnly =
      noClasses()
          .that(not(resideInAnyPackage(PROCESS, WORKER, CLI)))
          .should()
          .callConstructorWhere(
              describe(
                  "a thread is made", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
          .orShould()
          .dependOnClassesThat(named("java.util.concurrent.Executors", "java.util.Timer"));

  private static DescribedPredicate<JavaMethodCall> calls(Set<String> names) {
    return describe(
        "System or Runtime " + names,
        call ->
            names.contains(call.getName())
                && Set.of("java.lang.System", "java.lang.Runtime")
                    .contains(call.getTargetOwner().getName()));
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return describe("named " + Set.of(names), type -> Set.of(names).contains(type.getName()));
  }
}
