package dev.drover.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The command is thin: what it can do, any program can. */
class ArchitectureTest {
    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.drover.cli");

    @Test
    void theCommandKnowsTheApiAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.drover.internal..",
                        "dev.drover.aws..",
                        "dev.drover.gcp..",
                        "dev.drover.k8s..",
                        "dev.drover.standalone..",
                        "dev.drover.testkit..",
                        "com.fasterxml.jackson.databind..")
                .check(module);
    }

    @Test
    void whatIsShownDoesNotKnowTheVerbs() {
        noClasses()
                .that()
                .resideInAPackage("dev.drover.cli.output..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.drover.cli", "dev.drover.cli.command..")
                .check(module);
    }

    @Test
    void standardStreamsAreNamedAtTheEntryAlone() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(module);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(module);
    }
}
