package dev.procession.integration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rules that ARCHITECTURE.md states, as far as class files show them. */
@AnalyzeClasses(packages = "dev.procession", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "dev.procession";
  private static final String CLI = "dev.procession.cli..";
  private static final String JACKSON = "com.fasterxml.jackson..";

  /** What runs in workers and starts the programs of users. */
  private static final String PROGRAMS = "dev.procession.cli.program..";

  private static final String LESSONS = "dev.procession.cli.demo..";
  private static final String CODEC = "dev.procession.protocol.codec..";
  private static final String SHARING = "dev.procession.sharing";
  private static final String PROCESS = "dev.procession.process..";
  private static final String PROTOCOL = "dev.procession.protocol..";
  private static final String SCHEDULER = "dev.procession.scheduler..";
  private static final String TASK = "dev.procession.task..";
  private static final String TIMELINE = "dev.procession.timeline..";
  private static final String LIVE = "dev.procession.live..";
  private static final String METRICS = "dev.procession.micrometer..";
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
          .dependOnClassesThat(resideInAnyPackage(ROOT, SCHEDULER, SHARING, PROCESS, CLI, WORKER));

  @ArchTest
  static final ArchRule tasksSeeNothingButThemselves =
      noClasses()
          .that(resideInAPackage(TASK))
          .should()
          .dependOnClassesThat(resideInAPackage(PROTOCOL));

  @ArchTest
  static final ArchRule stateMachinesArePure =
      noClasses()
          .that(resideInAnyPackage(SCHEDULER, SHARING))
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
  static final ArchRule stateMachinesHaveNoClock =
      noClasses()
          .that(resideInAnyPackage(SCHEDULER, SHARING))
          .should()
          .callMethodWhere(calls(CLOCKS));

  @ArchTest
  static final ArchRule schedulerKnowsNeitherTheWireNorTheProcesses =
      noClasses()
          .that(resideInAPackage(SCHEDULER))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT, PROCESS, CLI));

  @ArchTest
  static final ArchRule schedulerKnowsNoSharedObjects =
      noClasses()
          .that(resideInAPackage(SCHEDULER))
          .should()
          .dependOnClassesThat(resideInAPackage(SHARING));

  @ArchTest
  static final ArchRule sharingKnowsItsMessagesAndTheNamesOfWorkers =
      noClasses()
          .that(resideInAPackage(SHARING))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT, PROCESS, CLI, CODEC)
                  .or(resideInAPackage(SCHEDULER).and(not(simpleName("WorkerKey")))));

  @ArchTest
  static final ArchRule processKnowsSchedulerAndProtocolOnly =
      noClasses()
          .that(resideInAPackage(PROCESS))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT, CLI, TIMELINE, LIVE));

  @ArchTest
  static final ArchRule pagesAreToldByObservers =
      noClasses()
          .that(resideInAnyPackage(TIMELINE, LIVE))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  ROOT,
                  CLI,
                  "dev.procession.process",
                  "dev.procession.process.worker",
                  "dev.procession.process.launch",
                  "dev.procession.process.shipping"));

  @ArchTest
  static final ArchRule metricsAreToldByObservers =
      noClasses()
          .that(resideInAPackage(METRICS))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  CLI,
                  TIMELINE,
                  LIVE,
                  PROTOCOL,
                  "dev.procession.process",
                  "dev.procession.process.job",
                  "dev.procession.process.worker",
                  "dev.procession.process.launch",
                  "dev.procession.process.shipping"));

  @ArchTest
  static final ArchRule micrometerIsUsedInOnePlace =
      noClasses()
          .that(not(resideInAPackage(METRICS)))
          .should()
          .dependOnClassesThat(resideInAnyPackage(METRICS, "io.micrometer.."))
          .because("it is loaded only where a program asks for metrics, and may be missing");

  @ArchTest
  static final ArchRule webServerIsUsedInOnePlace =
      noClasses()
          .that(not(resideInAPackage(LIVE)))
          .should()
          .dependOnClassesThat(resideInAPackage("com.sun.net.httpserver.."))
          .because("a runtime image may lack it");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that(not(resideInAPackage(CLI)))
          .should()
          .dependOnClassesThat(resideInAnyPackage(CLI, "picocli..", "me.tongfei..", JACKSON));

  @ArchTest
  static final ArchRule jacksonIsUsedInOnePlace =
      noClasses()
          .that(not(resideInAPackage("dev.procession.cli.json")))
          .should()
          .dependOnClassesThat(resideInAPackage(JACKSON))
          .because("it is loaded only where items or results are JSON, and may be missing");

  @ArchTest
  static final ArchRule csvIsReadInOnePlace =
      noClasses()
          .that(not(named("dev.procession.cli.item.CsvSource")))
          .should()
          .dependOnClassesThat(resideInAPackage("de.siegmar.."));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule circlesOfClassesAreSmall =
      classes()
          .that(not(resideInAPackage(ROOT)))
          .should(ClassCycles.ofAtMost(5))
          .because(
              "who reads one class should not have to read all; in the public API the builder, the"
                  + " pool and its settings know each other");

  @ArchTest
  static final ArchRule kryoStaysInTheCodec =
      noClasses()
          .that(not(resideInAPackage(CODEC)))
          .should()
          .dependOnClassesThat(resideInAPackage("com.esotericsoftware.."));

  @ArchTest
  static final ArchRule processesAreStartedInProcessOnly =
      noClasses()
          .that(not(resideInAnyPackage(PROCESS, PROGRAMS)))
          .and(not(named("dev.procession.worker.LateBirths")))
          .should()
          .dependOnClassesThat(named("java.lang.ProcessBuilder", "java.lang.Process"))
          .orShould()
          .callMethodWhere(calls(Set.of("exec")))
          .because("workers are started there only, start programs, and leave a shell behind");

  @ArchTest
  static final ArchRule processHandlesStayInProcess =
      noClasses()
          .that(not(resideInAnyPackage(PROCESS, WORKER, PROGRAMS, LESSONS)))
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
                      .or(nameMatching("dev\\.procession\\.process\\.node\\.Main"))
                      .or(nameMatching("dev\\.procession\\.cli\\.Main(\\$.*)?"))))
          .should()
          .callMethodWhere(calls(ENDINGS));

  @ArchTest
  static final ArchRule threadsAreStartedInProcessAndWorkerOnly =
      noClasses()
          .that(
              not(resideInAnyPackage(PROCESS, WORKER, TIMELINE, CLI))
                  // Initializes a class to read its constants, which may wait for another thread.
                  .and(
                      not(
                          nameMatching(
                              "dev\\.procession\\.protocol\\.codec\\.(graph\\.Constants|serialization\\.DeepStack)"))))
          .should()
          .callConstructorWhere(
              describe(
                  "a thread is made", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
          .orShould()
          .dependOnClassesThat(named("java.util.concurrent.Executors", "java.util.Timer"));

  @ArchTest
  static final ArchRule codecHasFloors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("surface")
          .definedBy("dev.procession.protocol.codec")
          .layer("form")
          .definedBy("dev.procession.protocol.codec.form")
          .layer("serialization")
          .definedBy("dev.procession.protocol.codec.serialization")
          .layer("lambda")
          .definedBy("dev.procession.protocol.codec.lambda")
          .layer("graph")
          .definedBy("dev.procession.protocol.codec.graph")
          .layer("trust")
          .definedBy("dev.procession.protocol.codec.trust")
          .layer("bytes")
          .definedBy("dev.procession.protocol.codec.bytes")
          .whereLayer("surface")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("form")
          .mayOnlyBeAccessedByLayers("surface")
          .whereLayer("serialization")
          .mayOnlyBeAccessedByLayers("surface", "form")
          .whereLayer("lambda")
          .mayOnlyBeAccessedByLayers("surface", "form", "serialization")
          .whereLayer("graph")
          .mayOnlyBeAccessedByLayers("surface", "form", "serialization", "lambda")
          .whereLayer("trust")
          .mayOnlyBeAccessedByLayers("surface", "form", "serialization", "graph");

  @ArchTest
  static final ArchRule onlyTheSurfaceOfTheCodecIsUsed =
      noClasses()
          .that(not(resideInAPackage(CODEC)))
          .should()
          .dependOnClassesThat(resideInAnyPackage("dev.procession.protocol.codec.(*)"));

  @ArchTest
  static final ArchRule processHasFloors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("engine")
          .definedBy("dev.procession.process")
          .layer("worker")
          .definedBy("dev.procession.process.worker")
          .layer("observe")
          .definedBy("dev.procession.process.observe")
          .layer("job")
          .definedBy("dev.procession.process.job")
          .layer("launch")
          .definedBy("dev.procession.process.launch")
          .layer("host")
          .definedBy("dev.procession.process.host")
          .layer("tunnel")
          .definedBy("dev.procession.process.tunnel")
          .layer("node")
          .definedBy("dev.procession.process.node")
          .layer("remote")
          .definedBy("dev.procession.process.remote")
          .layer("shipping")
          .definedBy("dev.procession.process.shipping")
          .layer("thread")
          .definedBy("dev.procession.process.thread")
          .whereLayer("engine")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("worker")
          .mayOnlyBeAccessedByLayers("engine")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("engine", "worker", "host", "remote")
          .whereLayer("job")
          .mayOnlyBeAccessedByLayers("engine", "worker", "observe")
          .whereLayer("launch")
          .mayOnlyBeAccessedByLayers("engine", "worker", "host", "tunnel", "node", "remote")
          .whereLayer("host")
          .mayOnlyBeAccessedByLayers("engine", "worker", "node", "remote")
          .whereLayer("tunnel")
          .mayOnlyBeAccessedByLayers("node", "remote")
          .whereLayer("node")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("remote")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("shipping")
          .mayOnlyBeAccessedByLayers("engine", "worker", "job")
          .whereLayer("thread")
          .mayOnlyBeAccessedByLayers(
              "engine", "worker", "observe", "job", "host", "launch", "tunnel", "node", "remote");

  @ArchTest
  static final ArchRule shippingAndThreadKnowNoScheduler =
      noClasses()
          .that(
              resideInAnyPackage(
                  "dev.procession.process.shipping", "dev.procession.process.thread"))
          .should()
          .dependOnClassesThat(resideInAPackage(SCHEDULER));

  @ArchTest
  static final ArchRule commandLineHasFloors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("commands")
          .definedBy("dev.procession.cli")
          .layer("compare")
          .definedBy("dev.procession.cli.compare")
          .layer("doctor")
          .definedBy("dev.procession.cli.doctor")
          .layer("result")
          .definedBy("dev.procession.cli.result")
          .layer("pool")
          .definedBy("dev.procession.cli.pool")
          .layer("function")
          .definedBy("dev.procession.cli.function")
          .layer("program")
          .definedBy("dev.procession.cli.program")
          .layer("json")
          .definedBy("dev.procession.cli.json")
          .layer("compile")
          .definedBy("dev.procession.cli.compile")
          .layer("item")
          .definedBy("dev.procession.cli.item")
          .layer("console")
          .definedBy("dev.procession.cli.console")
          .layer("demo")
          .definedBy("dev.procession.cli.demo")
          .layer("trace")
          .definedBy("dev.procession.cli.trace")
          .whereLayer("commands")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("compare")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("doctor")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("result")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("pool")
          .mayOnlyBeAccessedByLayers("commands", "compare", "doctor")
          .whereLayer("function")
          .mayOnlyBeAccessedByLayers("commands", "compare", "result", "pool", "program")
          .whereLayer("program")
          .mayOnlyBeAccessedByLayers("commands", "result")
          .whereLayer("json")
          .mayOnlyBeAccessedByLayers("function")
          .whereLayer("compile")
          .mayOnlyBeAccessedByLayers("commands", "pool", "function")
          .whereLayer("item")
          .mayOnlyBeAccessedByLayers(
              "commands", "compare", "doctor", "result", "program", "function", "json", "compile")
          .whereLayer("console")
          .mayOnlyBeAccessedByLayers(
              "commands",
              "compare",
              "doctor",
              "result",
              "pool",
              "program",
              "function",
              "json",
              "compile",
              "item")
          .whereLayer("demo")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("trace")
          .mayOnlyBeAccessedByLayers("commands");

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
