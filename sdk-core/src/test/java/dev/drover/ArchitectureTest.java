package dev.drover;

import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between rooms, and what may stand in each. */
class ArchitectureTest {
    private static final String[] PUBLIC = {
        "dev.drover",
        "dev.drover.spi",
        "dev.drover.spi.transfer",
        "dev.drover.spi.settings",
        "dev.drover.config",
        "dev.drover.bundle",
        "dev.drover.bundle.maven",
        "dev.drover.bootstrap",
        "dev.drover.pipeline",
        "dev.drover.routing",
        "dev.drover.task"
    };

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.drover");

    @Test
    void publicSignaturesHoldNoThirdPartyTypes() {
        classes()
                .that()
                .resideInAnyPackage(PUBLIC)
                .and()
                .arePublic()
                .should(not(holdThirdPartyTypes()))
                .check(core);
    }

    private static ArchCondition<JavaClass> holdThirdPartyTypes() {
        return new ArchCondition<>("hold third-party types in public signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                        .filter(unit -> visible(unit.getModifiers()))
                        .flatMap(ArchitectureTest::typesOf)
                        .filter(ArchitectureTest::thirdParty)
                        .forEach(foreign -> events.add(
                                SimpleConditionEvent.satisfied(type, type.getName() + " shows " + foreign.getName())));
            }
        };
    }

    private static boolean visible(java.util.Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> typesOf(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                        unit.getParameterTypes().stream().flatMap(p -> p.getAllInvolvedRawTypes().stream()),
                        unit.getThrowsClause().getTypes().stream())
                .flatMap(types -> types);
    }

    private static boolean thirdParty(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return !name.isEmpty() && !name.startsWith("java.") && !name.startsWith("dev.drover");
    }

    @Test
    void theContractKnowsNothingOfItsImplementation() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.drover.spi", "dev.drover.bootstrap")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.internal..")
                .check(core);
    }

    @Test
    void onlyTheEntryReachesTheInside() {
        noClasses()
                .that()
                .resideInAPackage("dev.drover")
                .and()
                .doNotHaveSimpleName("Drover")
                .and()
                .doNotHaveFullyQualifiedName("dev.drover.Drover$Builder")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.internal..")
                .check(core);
    }

    @Test
    void coreKnowsNoProviderAndNoCloud() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.drover.aws..",
                        "dev.drover.gcp..",
                        "dev.drover.k8s..",
                        "dev.drover.standalone..",
                        "software.amazon..",
                        "com.google.cloud..",
                        "io.kubernetes..",
                        "org.apache.spark..")
                .allowEmptyShould(true)
                .check(core);
    }

    @Test
    void resilience4jStaysInsideTheGuard() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.drover.internal.guard")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(core);
    }

    /** Micrometer is optional: whoever names it, or the package that does, would not load without it. */
    @Test
    void onlyTheMetricsPackageKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.drover.micrometer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "dev.drover.micrometer")
                .check(core);
    }

    /** Maven Resolver is optional, too: see docs/adr/0026. */
    @Test
    void onlyThePackageOfCoordinatesKnowsMaven() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.drover.bundle.maven.Resolution")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("eu.maveniverse..", "org.eclipse..")
                .check(core);
    }

    /** Its only third-party type is the registry, which the user hands over: see docs/adr/0011. */
    @Test
    void theMetricsPackageShowsTheRegistryAlone() {
        Stream<JavaClass> shown = core.stream()
                .filter(type -> type.getPackageName().equals("dev.drover.micrometer"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> visible(unit.getModifiers()))
                .flatMap(ArchitectureTest::typesOf)
                .filter(ArchitectureTest::thirdParty);

        assertThat(shown.map(JavaClass::getName).distinct())
                .containsExactly("io.micrometer.core.instrument.MeterRegistry");
    }

    @Test
    void theInsideHasNoCycles() {
        slices().matching("dev.drover.internal.(*)..").should().beFreeOfCycles().check(core);
    }

    @Test
    void thereIsNoStaticStateAndNoStandardOutput() {
        fields().that().areStatic().should().beFinal().check(core);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(core);
    }
}
