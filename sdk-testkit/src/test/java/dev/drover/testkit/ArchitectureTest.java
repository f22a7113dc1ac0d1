package dev.drover.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of this module, and to the core. */
class ArchitectureTest {
    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.drover.testkit");

    @Test
    void theKitKnowsTheContractAndNotTheInsideOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.internal..")
                .check(module);
    }

    @Test
    void thePretendedPlatformNeedsNoTestFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.drover.testkit.mem..", "dev.drover.testkit.fault..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.assertj..")
                .check(module);
    }

    @Test
    void packagesDoNotSeeEachOtherInCircles() {
        slices().matching("dev.drover.(**)").should().beFreeOfCycles().check(module);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(module);
    }
}
