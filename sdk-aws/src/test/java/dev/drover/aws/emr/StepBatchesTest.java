package dev.drover.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsResponse;
import software.amazon.awssdk.services.emr.model.StepConfig;

/** Steps that are asked for while one is added go together. */
class StepBatchesTest {
    private static final Duration TIME = Duration.ofMinutes(1);
    private static final int STEPS = 20;

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AutoClose
    private final AwsConnection connection =
            AwsConnection.open(AwsOptions.builder().region("eu-west-1").build(), Optional.empty());

    private final CompletableFuture<List<String>> firstIsUnderWay = new CompletableFuture<>();
    private final CompletableFuture<Boolean> firstMayEnd = new CompletableFuture<>();
    private final Semaphore waiting = new Semaphore(0);
    private final List<List<String>> requests = new ArrayList<>();
    private Function<List<String>, RuntimeException> refusal = names -> null;

    private final EmrClient emr = new EmrClient() {
        @Override
        public AddJobFlowStepsResponse addJobFlowSteps(AddJobFlowStepsRequest request) {
            List<String> names = request.steps().stream().map(StepConfig::name).toList();
            RuntimeException refused;
            synchronized (requests) {
                requests.add(names);
                refused = refusal.apply(names);
            }
            if (firstIsUnderWay.complete(names)) {
                firstMayEnd.join();
            }
            if (refused != null) {
                throw refused;
            }
            return AddJobFlowStepsResponse.builder()
                    .stepIds(names.stream().map(name -> "id of " + name).toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return "emr";
        }

        @Override
        public void close() {}
    };

    /** Counts those who wait. */
    private final DroverClock clock = new DroverClock() {
        @Override
        public Instant instant() {
            return DroverClock.system().instant();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            DroverClock.system().sleep(duration);
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
            waiting.release();
            return DroverClock.system().await(future, timeout);
        }
    };

    private final StepBatches batches = new StepBatches(new EmrApi(emr, connection.calls("emr")), clock);

    /** An operation without a guard: what the client throws is classified already. */
    private record Operation(Duration remaining) implements CallContext {
        @Override
        public <T> T call(NativeCall call, NativeOperation<T> operation) {
            try {
                return operation.run(remaining);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Instant deadline() {
            return now().plus(remaining);
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void progress(String message) {}
    }

    private String add(String name, Duration time) {
        StepConfig step = StepConfig.builder()
                .name(name)
                .hadoopJarStep(jar -> jar.args("true"))
                .build();
        return batches.add("j-1", step, new Operation(time));
    }

    private Future<String> begin(String name) {
        Callable<String> adding = () -> add(name, TIME);
        return threads.submit(adding);
    }

    /** One that is under way, and others that wait for it; in order. */
    private List<Future<String>> oneAndOthers() throws Exception {
        List<Future<String>> all = new ArrayList<>(List.of(begin("step 0")));
        firstIsUnderWay.get();
        for (int i = 1; i <= STEPS; i++) {
            all.add(begin("step " + i));
            waiting.acquire();
        }
        return all;
    }

    private static DroverException refused(ErrorCode code, Effect effect) {
        return new DroverException(code, effect, false, "Refused.", null);
    }

    @Test
    void thoseThatWaitAreOneRequestAndEachGetsItsOwnId() throws Exception {
        List<Future<String>> all = oneAndOthers();

        firstMayEnd.complete(true);

        for (int i = 0; i <= STEPS; i++) {
            assertThat(all.get(i).get()).isEqualTo("id of step " + i);
        }
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1)).hasSize(STEPS).startsWith("step 1");
        assertThat(add("later", TIME)).isEqualTo("id of later");
        assertThat(requests).hasSize(3);
    }

    @Test
    void oneThatIsNotTakenIsNoReasonToRefuseTheOthers() throws Exception {
        refusal = names -> names.contains("step 3") ? refused(ErrorCode.INVALID_ARGUMENT, Effect.NONE) : null;
        List<Future<String>> all = oneAndOthers();

        firstMayEnd.complete(true);

        for (int i = 0; i <= STEPS; i++) {
            Future<String> each = all.get(i);
            if (i == 3) {
                assertThat(catchThrowableOfType(ExecutionException.class, each::get))
                        .cause()
                        .isInstanceOfSatisfying(
                                DroverException.class,
                                e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
            } else {
                assertThat(each.get()).isEqualTo("id of step " + i);
            }
        }
        assertThat(requests).hasSize(2 + STEPS);
    }

    @Test
    void anUnknownOutcomeIsUnknownForEachAndNothingIsSentAgain() throws Exception {
        refusal = names -> names.size() > 1 ? refused(ErrorCode.UNAVAILABLE, Effect.UNKNOWN) : null;
        List<Future<String>> all = oneAndOthers();

        firstMayEnd.complete(true);

        assertThat(all.remove(0).get()).isEqualTo("id of step 0");
        for (Future<String> each : all) {
            assertThat(catchThrowableOfType(ExecutionException.class, each::get))
                    .cause()
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
        }
        assertThat(requests).hasSize(2);
    }

    @Test
    void whoHasNoTimeLeftOrIsInterruptedWhileItWaitsWasNotSent() throws Exception {
        Future<String> first = begin("step 0");
        firstIsUnderWay.get();

        DroverException late = catchThrowableOfType(DroverException.class, () -> add("late", Duration.ofMillis(1)));
        Thread.currentThread().interrupt();
        DroverException interrupted = catchThrowableOfType(DroverException.class, () -> add("interrupted", TIME));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(late.effect()).isEqualTo(Effect.NONE);
        assertThat(interrupted.code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(interrupted.effect()).isEqualTo(Effect.NONE);
        firstMayEnd.complete(true);
        assertThat(first.get()).isEqualTo("id of step 0");
        assertThat(add("next", TIME)).isEqualTo("id of next");
        assertThat(requests).containsExactly(List.of("step 0"), List.of("next"));
    }
}
