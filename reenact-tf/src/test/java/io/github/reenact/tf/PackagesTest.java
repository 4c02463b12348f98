package io.github.reenact.tf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class PackagesTest {
  private static final String ROOT = "io.github.reenact.tf";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void inference_doesNotKnowTraining() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..training..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..training..")
        .check(MAIN);
  }

  @Test
  void whatTrainingsShare_knowsNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".training")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".fdgan..", ROOT + ".ldnet..", ROOT + ".gaze..")
        .check(MAIN);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
  }
}
