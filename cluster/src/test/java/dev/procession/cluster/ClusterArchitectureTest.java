package dev.procession.cluster;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of this module, which the other modules' test does not see. */
@AnalyzeClasses(packages = "dev.procession", importOptions = ImportOption.DoNotIncludeTests.class)
final class ClusterArchitectureTest {
  private static final String IGNITE = "dev.procession.cluster.ignite..";

  @ArchTest
  static final ArchRule igniteIsUsedInOnePlace =
      noClasses()
          .that(not(resideInAPackage(IGNITE)))
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.ignite.."));

  @ArchTest
  static final ArchRule whatUsesIgniteIsLaunchedByName =
      noClasses()
          .that(not(resideInAPackage(IGNITE)))
          .should()
          .dependOnClassesThat(resideInAPackage(IGNITE))
          .because("Ignite runs in JVMs of its own, never in a program's");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.(**)").should().beFreeOfCycles();
}
