package dev.drover.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Request;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.AwsFault;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeService;
import dev.drover.aws.fake.FakeSts;
import dev.drover.aws.fake.FakeSts.Assumed;
import dev.drover.aws.fake.Marked;
import dev.drover.aws.fake.Reply;
import dev.drover.spi.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.EmrClient;

/** Which credentials requests carry, and what is said if none can be had. */
class CredentialsTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/etl";
    private static final String PROFILE_KEY = "AKIADROVERMARKED0002";

    private final FakeSts sts = new FakeSts();
    private final Steps steps = new Steps();
    private final FakeAws aws = new FakeAws(sts, steps);
    private final Properties before = (Properties) System.getProperties().clone();

    @TempDir
    Path folder;

    @BeforeEach
    void set() throws IOException {
        System.setProperty("aws.accessKeyId", Marked.ACCESS_KEY_ID);
        System.setProperty("aws.secretAccessKey", Marked.SECRET_ACCESS_KEY);
        System.setProperty("aws.endpointUrlSts", aws.endpoint().toString());
        System.setProperty(
                "aws.sharedCredentialsFile",
                file(
                                "credentials",
                                "[etl]",
                                "aws_access_key_id = " + PROFILE_KEY,
                                "aws_secret_access_key = " + Marked.secret("profile-key"))
                        .toString());
        System.setProperty(
                "aws.configFile",
                file(
                                "config",
                                "[profile etl]",
                                "region = eu-central-1",
                                "[profile away]",
                                "role_arn = " + ROLE,
                                "source_profile = etl",
                                "region = eu-central-1",
                                "[profile signed-out]",
                                "sso_account_id = 123456789012",
                                "sso_role_name = etl",
                                "sso_region = eu-west-1",
                                "sso_start_url = https://acme.invalid/start")
                        .toString());
    }

    @AfterEach
    void reset() {
        System.setProperties(before);
        aws.close();
    }

    @Test
    void byDefaultTheChainOfTheSdkIsAsked() {
        ask(options().build());

        assertThat(steps.callers).containsExactly(Marked.ACCESS_KEY_ID);
    }

    @Test
    void aProfileWinsOverTheEnvironmentAndSaysTheRegion() {
        AwsOptions options =
                AwsOptions.builder().endpoint(aws.endpoint()).profile("etl").build();

        ask(options);

        assertThat(steps.callers).containsExactly(PROFILE_KEY);
        try (AwsConnection connection = AwsConnection.open(options, Optional.of("production"))) {
            assertThat(connection.region()).isEqualTo("eu-central-1");
        }
    }

    @Test
    void aProfileMayAssumeARoleOfItsOwn() {
        ask(options().profile("away").build());

        assertThat(sts.assumed()).singleElement().satisfies(one -> {
            assertThat(one.role()).isEqualTo(ROLE);
            assertThat(one.caller()).isEqualTo(PROFILE_KEY);
        });
        assertThat(steps.callers).containsExactly(sts.assumed().get(0).given());
    }

    @Test
    void aRoleIsAssumedOnceAndWithItsExternalId() {
        ask(options().role(ROLE).externalId("acme-1").profile("etl").build(), 3);

        assertThat(sts.assumed()).containsExactly(new Assumed(ROLE, "acme-1", "", PROFILE_KEY, "ASIADROVERMARKED0001"));
        assertThat(steps.callers)
                .containsExactly("ASIADROVERMARKED0001", "ASIADROVERMARKED0001", "ASIADROVERMARKED0001");
    }

    @Test
    void aTokenIsReadAgainWhenCredentialsRunOut() throws IOException {
        Path token = file("token", Marked.secret("token-1"));
        sts.validity(Duration.ofSeconds(5));
        try (AwsConnection connection = AwsConnection.open(
                        options().role(ROLE).oidcTokenFile(token).build(), Optional.empty());
                EmrClient emr = connection.client(EmrClient.builder())) {
            ask(connection, emr);
            file("token", Marked.secret("token-2"));
            sts.validity(Duration.ofHours(1));
            ask(connection, emr);
            ask(connection, emr);
        }

        assertThat(sts.assumed()).extracting(Assumed::role).containsOnly(ROLE);
        assertThat(sts.assumed()).extracting(Assumed::caller).containsOnly("");
        assertThat(sts.assumed())
                .extracting(Assumed::token)
                .containsExactly(Marked.secret("token-1"), Marked.secret("token-2"));
        assertThat(steps.callers)
                .containsExactly("ASIADROVERMARKED0001", "ASIADROVERMARKED0002", "ASIADROVERMARKED0002");
    }

    @Test
    void withoutCredentialsNothingIsSentAndItIsSaidWhereTheyMayStand() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        System.setProperty("aws.disableEc2Metadata", "true");

        Failure failure = failure(options().build());

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAUTHENTICATED, Effect.NONE, false);
        assertThat(failure.message())
                .contains("AddJobFlowSteps was not sent, for want of credentials: none are set up. Set")
                .contains("AWS_PROFILE")
                .contains("AwsOptions.profile");
        assertThat(steps.callers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "signed-out"})
    void aProfileThatGivesNoneIsNamed(String profile) {
        Failure failure = failure(options().profile(profile).build());

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAUTHENTICATED, Effect.NONE, false);
        assertThat(failure.message()).contains("was not sent").contains(profile.equals("absent") ? profile : "sso");
        assertThat(steps.callers).isEmpty();
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        Path token = folder.resolve("no-token");

        Failure failure = failure(options().role(ROLE).oidcTokenFile(token).build());

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAUTHENTICATED, Effect.NONE, false);
        assertThat(failure.message()).contains(token.toString());
    }

    @Test
    void aRoleThatMayNotBeAssumedIsForbiddenAndNothingWasSent() {
        aws.next("AssumeRole", AwsFault.refuse(403, "AccessDenied", "Not authorized to perform sts:AssumeRole"));

        Failure failure = failure(options().role(ROLE).build());

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.PERMISSION_DENIED, Effect.NONE, false);
        assertThat(failure.message()).contains("was not sent").contains("sts:AssumeRole");
        assertThat(steps.callers).isEmpty();
    }

    @Test
    void troubleOnTheWayToCredentialsPassesAndLeavesNothingOpen() {
        AwsOptions options = options().role(ROLE).build();
        aws.next("AssumeRole", AwsFault.throttle(Duration.ofSeconds(7)));
        assertThat(failure(options))
                .extracting(Failure::code, Failure::effect, Failure::retryable, Failure::retryAfter)
                .containsExactly(ErrorCode.THROTTLED, Effect.NONE, true, Optional.of(Duration.ofSeconds(7)));

        aws.next("AssumeRole", AwsFault.refuse(503, "ServiceUnavailable", "Sorry"));
        assertThat(failure(options))
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, true);

        aws.next("AssumeRole", new AwsFault.LoseResponse());
        assertThat(failure(options))
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, true);

        aws.next("AssumeRole", new AwsFault.Delay(Duration.ofSeconds(3)));
        assertThat(failure(options()
                        .role(ROLE)
                        .requestTimeout(Duration.ofMillis(500))
                        .build()))
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, true);

        System.setProperty("aws.endpointUrlSts", "http://sts.nowhere.invalid");
        assertThat(failure(options))
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, true);
        assertThat(steps.callers).isEmpty();
    }

    private AwsOptions.Builder options() {
        return AwsOptions.builder().region("eu-west-1").endpoint(aws.endpoint());
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines));
    }

    private Failure failure(AwsOptions options) {
        Direct.Thrown thrown = catchThrowableOfType(Direct.Thrown.class, () -> ask(options));
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContainPattern("(?i)" + Marked.MARK);
        return thrown.failure();
    }

    private void ask(AwsOptions options) {
        ask(options, 1);
    }

    private void ask(AwsOptions options, int times) {
        try (AwsConnection connection = AwsConnection.open(options, Optional.empty());
                EmrClient emr = connection.client(EmrClient.builder())) {
            for (int i = 0; i < times; i++) {
                ask(connection, emr);
            }
        }
    }

    private static void ask(AwsConnection connection, EmrClient emr) {
        Object unused = connection
                .calls("elasticmapreduce")
                .unsafe(
                        "AddJobFlowSteps",
                        new Direct(Duration.ofSeconds(20)),
                        limits -> emr.addJobFlowSteps(r -> r.jobFlowId("j-1").overrideConfiguration(limits)));
    }

    /** Adds any steps, and keeps by whom. */
    private static final class Steps implements FakeService {
        private final List<String> callers = new CopyOnWriteArrayList<>();

        @Override
        public Optional<String> operation(Request request) {
            return Optional.ofNullable(request.getHeader("X-Amz-Target"));
        }

        @Override
        public Reply perform(String operation, Request request) {
            callers.add(FakeSts.accessKey(request));
            return Reply.json("{\"StepIds\":[]}");
        }

        @Override
        public Reply error(int status, String code, String message) {
            return new Reply(status, Map.of(), "");
        }
    }
}
