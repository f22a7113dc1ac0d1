package dev.drover.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of this module, and to the core. */
class ArchitectureTest {
    private static final String[] THIRD_PARTY = {
        "com.fasterxml..", "eu.maveniverse..", "org.apache.sshd..", "org.eclipse.."
    };

    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.drover.standalone");

    @Test
    void providersKnowTheContractAndNotTheInsideOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.internal..")
                .check(module);
    }

    @Test
    void submissionDoesNotKnowLocalClusters() {
        noClasses()
                .that()
                .resideInAPackage("dev.drover.standalone.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.standalone.local..")
                .check(module);
    }

    @Test
    void whatRunsInsideSparkNeedsTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.drover.standalone.agent..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "javax.crypto..", "dev.drover.standalone.agent..", "org.jspecify.annotations.."))
                .check(module);
    }

    @Test
    void publicMethodsShowNoThirdPartyTypes() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .haveRawReturnType(resideInAnyPackage(THIRD_PARTY))
                .check(module);
        noClasses()
                .that()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("eu.maveniverse..", "org.apache.sshd..", "org.eclipse..")
                .check(module);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(module);
    }
}
