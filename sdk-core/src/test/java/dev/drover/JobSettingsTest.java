package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JobSettingsTest {
    private static final JobSpec PLAIN =
            PySpark.script(StorageUri.parse("mem://code/main.py")).build();
    private static final Resources SMALL = Resources.of(1, 1024);
    private static final Resources BIG = Resources.of(8, 16_384);
    private static final DynamicAllocation UP_TO_TEN = DynamicAllocation.between(0, 10);

    private static JobSpec job(UnaryOperator<PySpark.Builder> change) {
        return change.apply(PySpark.script(StorageUri.parse("mem://code/main.py")))
                .build();
    }

    private static JobSettings settings(UnaryOperator<JobSettings.Builder> change) {
        return change.apply(JobSettings.builder()).build();
    }

    private static JobSettings everything() {
        return settings(said -> said.conf("spark.a", "theirs")
                .env("A", "theirs")
                .secret("PASSWORD", Secret.of("theirs"))
                .label("team", "theirs")
                .driver(BIG)
                .executor(BIG)
                .executors(3)
                .scheduler(SchedulerMode.FAIR));
    }

    private static void assertHasEverything(JobOptions options) {
        assertThat(options.conf()).containsExactly(Map.entry("spark.a", "theirs"));
        assertThat(options.env()).containsExactly(Map.entry("A", "theirs"));
        assertThat(options.secrets()).containsOnlyKeys("PASSWORD");
        assertThat(options.secrets().get("PASSWORD").reveal()).isEqualTo("theirs");
        assertThat(options.labels()).containsExactly(Map.entry("team", "theirs"));
        assertThat(options.driver()).isEqualTo(BIG);
        assertThat(options.executor()).contains(BIG);
        assertThat(options.executors()).hasValue(3);
        assertThat(options.scheduler()).contains(SchedulerMode.FAIR);
    }

    @Test
    void whatAJobLeavesOpenIsFilled() {
        JobOptions filled = everything().fill(PLAIN).options();

        assertHasEverything(filled);
        assertThat(filled.name()).isEmpty();
        assertThat(settings(said -> said.dynamicAllocation(UP_TO_TEN))
                        .fill(PLAIN)
                        .options()
                        .dynamicAllocation())
                .contains(UP_TO_TEN);
    }

    @Test
    void whatAJobSaysIsKept() {
        JobSpec job = job(own -> own.name("mine")
                .conf("spark.a", "mine")
                .conf("spark.b", "mine")
                .secret("A", Secret.of("mine"))
                .env("PASSWORD", "mine")
                .label("team", "mine")
                .driver(SMALL)
                .executor(SMALL)
                .dynamicAllocation(UP_TO_TEN)
                .scheduler(SchedulerMode.FIFO));

        JobOptions kept = everything().fill(job).options();

        assertThat(kept.conf()).containsOnly(Map.entry("spark.a", "mine"), Map.entry("spark.b", "mine"));
        assertThat(kept.env()).containsExactly(Map.entry("PASSWORD", "mine"));
        assertThat(kept.secrets().get("A").reveal()).isEqualTo("mine");
        assertThat(kept.secrets()).containsOnlyKeys("A");
        assertThat(kept.labels()).containsExactly(Map.entry("team", "mine"));
        assertThat(kept.driver())
                .as("asked for, though it is what there is without asking")
                .isEqualTo(SMALL);
        assertThat(kept.executor()).contains(SMALL);
        assertThat(kept.executors()).isEmpty();
        assertThat(kept.dynamicAllocation()).contains(UP_TO_TEN);
        assertThat(kept.scheduler()).contains(SchedulerMode.FIFO);
        assertThat(kept.name()).contains("mine");
    }

    @Test
    void variablesThatAJobSetsInTheSameWayAreKeptToo() {
        JobOptions kept = everything()
                .fill(job(own -> own.env("A", "mine").secret("PASSWORD", Secret.of("mine"))))
                .options();

        assertThat(kept.env()).containsExactly(Map.entry("A", "mine"));
        assertThat(kept.secrets().get("PASSWORD").reveal()).isEqualTo("mine");
    }

    @Test
    void whatIsFixedTakesThePlaceOfWhatAJobSays() {
        JobSpec job = job(own -> own.conf("spark.a", "mine")
                .secret("A", Secret.of("mine"))
                .env("PASSWORD", "mine")
                .label("team", "mine")
                .driver(SMALL)
                .executor(SMALL)
                .dynamicAllocation(UP_TO_TEN)
                .scheduler(SchedulerMode.FIFO));

        JobOptions overruled = everything().overrule(job).options();

        assertHasEverything(overruled);
        assertThat(overruled.dynamicAllocation()).isEmpty();
        JobOptions allocated = settings(said -> said.dynamicAllocation(UP_TO_TEN))
                .overrule(job(own -> own.executors(5)))
                .options();
        assertThat(allocated.executors()).isEmpty();
        assertThat(allocated.dynamicAllocation()).contains(UP_TO_TEN);
    }

    @Test
    void whatIsNotSaidIsLeftAlone() {
        JobSpec job = job(own -> own.driver(BIG)
                .executor(BIG)
                .executors(5)
                .scheduler(SchedulerMode.FAIR)
                .conf("spark.b", "mine")
                .env("B", "mine")
                .label("b", "mine")
                .secret("S", Secret.of("mine")));

        JobOptions left =
                settings(said -> said.conf("spark.a", "theirs")).overrule(job).options();

        assertThat(left.driver()).isEqualTo(BIG);
        assertThat(left.executor()).contains(BIG);
        assertThat(left.executors()).hasValue(5);
        assertThat(left.scheduler()).contains(SchedulerMode.FAIR);
        assertThat(left.conf()).containsOnlyKeys("spark.a", "spark.b");
        assertThat(left.env()).containsOnlyKeys("B");
        assertThat(left.labels()).containsOnlyKeys("b");
        assertThat(left.secrets()).containsOnlyKeys("S");
        assertThat(JobSettings.none().fill(job)).isSameAs(job);
        assertThat(JobSettings.none().overrule(job)).isSameAs(job);
    }

    @Test
    void aPropertyForAnOptionCountsAsSaid() {
        JobSettings sized =
                settings(said -> said.driver(BIG).executor(BIG).executors(3).scheduler(SchedulerMode.FAIR));

        JobOptions kept = sized.fill(job(own -> own.conf("spark.driver.memory", "2g")
                        .conf("spark.executor.memory", "2g")
                        .conf("spark.executor.instances", "7")
                        .conf("spark.scheduler.mode", "FIFO")))
                .options();
        assertThat(kept.driver()).isEqualTo(SMALL);
        assertThat(kept.sparkProperties())
                .containsEntry("spark.executor.memory", "2g")
                .containsEntry("spark.executor.instances", "7")
                .containsEntry("spark.scheduler.mode", "FIFO")
                .doesNotContainKeys("spark.executor.cores", "spark.cores.max");
        assertThat(sized.fill(job(own -> own.conf("spark.dynamicAllocation.enabled", "true")))
                        .options()
                        .executors())
                .isEmpty();
        JobOptions limited = sized.fill(job(own -> own.executors(2).conf("spark.cores.max", "40")))
                .options();
        assertThat(limited.sparkProperties()).containsEntry("spark.cores.max", "40");
        assertThat(sized.fill(job(own -> own.conf("spark.cores.max", "40")))
                        .options()
                        .executors())
                .isEmpty();
    }

    @Test
    void whatIsFixedTakesThePlaceOfPropertiesToo() {
        JobOptions overruled = everything()
                .overrule(job(own -> own.conf("spark.driver.memory", "2g")
                        .conf("spark.executor.memory", "2g")
                        .conf("spark.dynamicAllocation.enabled", "true")
                        .conf("spark.dynamicAllocation.maxExecutors", "900")
                        .conf("spark.scheduler.mode", "FIFO")
                        .conf("spark.cores.max", "7200")))
                .options();

        assertThat(overruled.conf()).containsOnlyKeys("spark.a");
        assertThat(overruled.sparkProperties())
                .containsEntry("spark.executor.memory", "16384m")
                .containsEntry("spark.cores.max", "24")
                .containsEntry("spark.scheduler.mode", "FAIR");
        assertThat(settings(said -> said.executor(BIG))
                        .overrule(job(own -> own.conf("spark.cores.max", "40")))
                        .options()
                        .sparkProperties())
                .as("a limit that nothing else says")
                .containsEntry("spark.cores.max", "40");
    }

    @Test
    void commandsTakeNothingOfSparks() {
        JobSpec command = Command.of("true").build();

        for (JobSpec settled : List.of(everything().fill(command), everything().overrule(command))) {
            assertThat(settled).isInstanceOf(Command.class);
            assertThat(settled.options().env()).containsOnlyKeys("A");
            assertThat(settled.options().secrets()).containsOnlyKeys("PASSWORD");
            assertThat(settled.options().labels()).containsOnlyKeys("team");
            assertThat(settled.options().driver()).isEqualTo(BIG);
            assertThat(settled.options().sparkProperties()).isEmpty();
        }
    }

    @Test
    void everyKindOfJobKeepsWhatItRuns() {
        SparkJar jar = SparkJar.of(StorageUri.parse("mem://code/etl.jar"), "com.acme.Etl")
                .args("--day", "1")
                .build();
        SparkSql sql = SparkSql.text("SELECT 1").build();

        SparkJar settled = (SparkJar) everything().fill(jar);
        assertThat(settled.jar()).isEqualTo(jar.jar());
        assertThat(settled.mainClass()).isEqualTo(jar.mainClass());
        assertThat(settled.options().args()).containsExactly("--day", "1");
        assertThat(((SparkSql) everything().overrule(sql)).text()).contains("SELECT 1");
    }

    /** Otherwise a fixed setting and a property of the job could contradict each other. */
    @Test
    void whatOptionsStandForIsNoPropertyOfSettings() {
        List<String> typed = new ArrayList<>(
                new TreeSet<>(job(own -> own.executor(BIG).executors(2).scheduler(SchedulerMode.FAIR))
                        .options()
                        .sparkProperties()
                        .keySet()));
        typed.addAll(job(own -> own.dynamicAllocation(UP_TO_TEN))
                .options()
                .sparkProperties()
                .keySet());
        typed.addAll(List.of("spark.driver.cores", "spark.driver.memory"));

        assertThat(typed).hasSize(12);
        for (String property : typed) {
            assertThatThrownBy(() -> settings(said -> said.conf(property, "1")))
                    .as(property)
                    .isInstanceOf(DroverException.class)
                    .hasMessageContaining(property);
        }
    }

    @Test
    void senselessSettingsAreRefused() {
        List<UnaryOperator<JobSettings.Builder>> wrong = List.of(
                said -> said.conf("executor.memory", "1g"),
                said -> said.env("A-B", ""),
                said -> said.env("A", "").secret("A", Secret.of("")),
                said -> said.executors(0),
                said -> said.executors(2).dynamicAllocation(UP_TO_TEN));

        for (UnaryOperator<JobSettings.Builder> each : wrong) {
            assertThatThrownBy(() -> settings(each))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
    }
}
