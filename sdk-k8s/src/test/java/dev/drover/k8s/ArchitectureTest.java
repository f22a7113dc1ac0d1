package dev.drover.k8s;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module and the doors between them. */
class ArchitectureTest {
    private static final String[] CLIENT = {
        "io.kubernetes..", "okhttp3..", "okio..", "com.google.gson..", "com.fasterxml.jackson.."
    };

    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.drover.k8s");

    @Test
    void providersKnowTheContractAndNotTheInsideOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.internal..")
                .check(module);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("dev.drover.k8s.(**)").should().beFreeOfCycles().check(module);
    }

    @Test
    void publicMethodsShowNoTypesOfTheClient() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.drover.k8s.internal..")
                .should()
                .haveRawReturnType(resideInAnyPackage(CLIENT))
                .orShould()
                .haveRawParameterTypes(DescribedPredicate.describe(
                        "types of the client", types -> types.stream().anyMatch(resideInAnyPackage(CLIENT))))
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(module);
    }
}
