package dev.drover.gcp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module and the doors between them. */
class ArchitectureTest {
    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.drover.gcp");

    @Test
    void providersKnowTheContractAndNotTheInsideOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.internal..")
                .check(module);
    }

    @Test
    void servicesDoNotSeeEachOther() {
        slices().matching("dev.drover.gcp.(gcs|dataproc|dataprocserverless)..")
                .should()
                .notDependOnEachOther()
                .check(module);
        slices().matching("dev.drover.gcp.(**)").should().beFreeOfCycles().check(module);
    }

    @Test
    void publicMethodsShowNoTypesOfGoogle() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.drover.gcp.internal..")
                .should()
                .haveRawReturnType(resideInAnyPackage("com.google..", "io.grpc.."))
                .orShould()
                .haveRawParameterTypes(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "types of Google",
                        types -> types.stream()
                                .anyMatch(type -> type.getPackageName().matches("(com\\.google|io\\.grpc)\\..*"))))
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(module);
    }
}
