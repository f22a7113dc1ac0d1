package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.SparkSql;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.KubeFault;
import dev.drover.testkit.spark.FastClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One run for each attempt, whatever becomes of requests and answers, and nothing left behind. */
class PlacingTest {
    private static final String APPS = "sparkapplications";

    @TempDir
    Path folder;

    private JobsWorld world;

    @BeforeEach
    void start() {
        world = JobsWorld.idle(folder);
    }

    @AfterEach
    void stop() {
        assertThat(world.kube.unused()).as("faults that did not come to pass").isEmpty();
        world.close();
    }

    private static KubeJobOptions options(SparkOperator operator) {
        return JobsWorld.options(operator).build();
    }

    private static JobHandle submit(Drover drover, JobSpec job, RequestKey key) {
        return drover.jobs(JobsWorld.CLUSTER).submit(job, key);
    }

    static Stream<Arguments> lostAnswers() {
        return Stream.of(SparkOperator.KUBEFLOW, SparkOperator.APACHE)
                .flatMap(operator -> Stream.of(
                                new KubeFault.LoseResponse(),
                                KubeFault.errorAfterEffect(),
                                new KubeFault.Delay(Duration.ofSeconds(3)))
                        .map(fault -> Arguments.of(operator, fault)));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aCreatedApplicationWhoseAnswerIsLostIsTheRun(SparkOperator operator, KubeFault fault) {
        Drover drover = world.open(
                world.drover(options(operator), KubeOptions.builder().requestTimeout(Duration.ofSeconds(1))));
        world.kube.next("create", APPS, fault);

        JobHandle run = submit(drover, JobsWorld.jar("a").build(), RequestKey.of("lost", "answer"));

        assertThat(run.started()).isTrue();
        assertThat(world.applications(operator)).hasSize(1);
        assertThat(world.kube.calls("create", APPS)).isEqualTo(2);
        assertThat(run.id().nativeId())
                .isEqualTo(Marks.name(world.applications(operator).get(0)));
        assertThat(submit(drover, JobsWorld.jar("a").build(), RequestKey.of("lost", "answer"))
                        .id())
                .isEqualTo(run.id());
    }

    @Test
    void aCommandWhoseAnswerIsLostIsTheRun() {
        Drover drover = world.open(options(SparkOperator.KUBEFLOW));
        world.kube.next("create", "jobs", new KubeFault.LoseResponse());

        JobHandle run = submit(drover, Command.of("true").build(), RequestKey.of("lost"));

        assertThat(run.id().nativeId()).startsWith("batch.");
        assertThat(world.objects("jobs.batch")).hasSize(1);
    }

    @Test
    void aServerThatAsksToWaitIsWaitedFor() {
        FastClock clock = new FastClock(20);
        Drover drover = world.open(world.drover(options(SparkOperator.KUBEFLOW)).clock(clock));
        world.kube.next("create", APPS, KubeFault.throttle(Duration.ofSeconds(8)));
        Instant start = clock.instant();

        submit(drover, JobsWorld.jar().build(), RequestKey.of("throttled"));

        assertThat(Duration.between(start, clock.instant())).isGreaterThan(Duration.ofSeconds(8));
        assertThat(world.applications(SparkOperator.KUBEFLOW)).hasSize(1);
        assertThat(world.kube.calls("create", APPS)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void whatAnotherProcessHasMadeIsAdopted(SparkOperator operator) {
        RequestKey key = RequestKey.of("two", "processes");
        JobHandle first =
                submit(world.open(options(operator)), JobsWorld.jar("x").build(), key);
        // The second one looks just before the first has made it.
        world.kube.next("get", APPS, KubeFault.pathNotFound());

        JobHandle second =
                submit(world.open(options(operator)), JobsWorld.jar("x").build(), key);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(world.kube.calls("create", APPS)).isEqualTo(2);
        assertThat(world.applications(operator)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void anotherRunForTheAttemptIsAConflict(SparkOperator operator) {
        RequestKey key = RequestKey.of("two", "jobs");
        submit(world.open(options(operator)), JobsWorld.jar("x").build(), key);
        world.kube.next("get", APPS, KubeFault.pathNotFound());
        Drover other = world.open(options(operator));

        assertThatThrownBy(() -> submit(other, JobsWorld.jar("y").build(), key))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("two-jobs-")
                .hasMessageContaining("Use another key");
        assertThat(world.applications(operator)).hasSize(1);
    }

    private static SparkSql sqlWithSecret() {
        return SparkSql.text("SELECT 1")
                .secret("PASSWORD", Secret.of("tell-nobody"))
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void partsBelongToTheirRunAndGoWithIt(SparkOperator operator) {
        Drover drover = world.open(options(operator));
        JobHandle run = submit(drover, sqlWithSecret(), RequestKey.of("parts"));

        JsonObject application = world.applications(operator).get(0);
        assertThat(application.toString()).doesNotContain("tell-nobody").contains("secretKeyRef");
        String uid = Marks.metadata(application).get("uid").getAsString();
        for (JsonObject part : parts()) {
            assertThat(Marks.name(part)).startsWith(run.id().nativeId());
            assertThat(Marks.metadata(part).get("ownerReferences").toString()).contains(uid);
        }
        assertThat(parts()).hasSize(2);

        String group = operator == SparkOperator.KUBEFLOW ? Kubeflow.GROUP : Apache.GROUP;
        world.kube.delete(APPS + "." + group, JobsWorld.NAMESPACE, run.id().nativeId());
        org.awaitility.Awaitility.await().until(() -> parts().isEmpty());
    }

    private List<JsonObject> parts() {
        return Stream.concat(world.objects("secrets").stream(), world.objects("configmaps").stream())
                .filter(object -> Marks.label(object, Marks.ATTEMPT).isPresent())
                .toList();
    }

    @Test
    void partsOfARefusedRunAreUndone() {
        Drover drover = world.open(options(SparkOperator.KUBEFLOW));
        world.kube.next(
                "create",
                APPS,
                KubeFault.refuse(
                        403,
                        "Forbidden",
                        "sparkapplications.sparkoperator.k8s.io \"x\" is forbidden: exceeded quota: apps, requested:"
                                + " count/sparkapplications=1, used: 5, limited: 5"));

        assertThatThrownBy(() -> submit(drover, sqlWithSecret(), RequestKey.of("refused")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));

        assertThat(parts()).isEmpty();
        assertThat(world.kube.calls("create", "secrets")).isEqualTo(1);
        assertThat(world.kube.calls("create", "configmaps")).isEqualTo(1);
    }

    @Test
    void partsThatAnotherProcessHasMadeAreNotUndone() {
        RequestKey key = RequestKey.of("shared", "parts");
        submit(world.open(options(SparkOperator.KUBEFLOW)), sqlWithSecret(), key);
        world.kube.next("get", APPS, KubeFault.pathNotFound());
        world.kube.next("create", APPS, KubeFault.refuse(403, "Forbidden", "exceeded quota: apps"));
        Drover other = world.open(options(SparkOperator.KUBEFLOW));

        assertThatThrownBy(() -> submit(other, sqlWithSecret(), key)).isInstanceOf(DroverException.class);

        assertThat(parts()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void aFieldThatTheClusterDoesNotKnowIsRefusedByName(SparkOperator operator) {
        Drover drover = world.open(JobsWorld.options(operator)
                .overlay("{\"spec\": {\"noSuchField\": 1}}")
                .build());

        assertThatThrownBy(() -> submit(drover, sqlWithSecret(), RequestKey.of("strict")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("noSuchField");
        assertThat(world.applications(operator)).isEmpty();
        assertThat(parts()).isEmpty();
    }

    @Test
    void anOverlayCannotRenameARun() {
        Drover drover = world.open(JobsWorld.options(SparkOperator.APACHE)
                .overlay(
                        "{\"metadata\": {\"name\": \"mine\", \"labels\": {\"drover.dev/attempt\": null, \"team\": \"etl\"}}}")
                .build());

        JobHandle run = submit(drover, JobsWorld.jar().build(), RequestKey.of("overlay"));

        JsonObject application = world.applications(SparkOperator.APACHE).get(0);
        assertThat(Marks.name(application)).isEqualTo(run.id().nativeId()).isNotEqualTo("mine");
        assertThat(Marks.label(application, "team")).contains("etl");
        assertThat(drover.jobs(JobsWorld.CLUSTER).find(RequestKey.of("overlay")))
                .isPresent();
    }
}
