package dev.drover.aws.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.Marked;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.Safety;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Errors as services say them on the wire, through the clients that users have, and what the core is told of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnsweredFailuresTest {
    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private AwsConnection aws;
    private EmrClient emr;
    private Ec2Client ec2;
    private S3Client s3;
    private EmrServerlessClient serverless;
    private EmrContainersClient containers;

    @BeforeAll
    void open() {
        server.start();
        aws = AwsConnection.open(
                AwsOptions.builder()
                        .region("eu-west-1")
                        .endpoint(URI.create("http://127.0.0.1:" + server.port()))
                        .build(),
                Optional.empty());
        emr = aws.client(EmrClient.builder());
        ec2 = aws.client(Ec2Client.builder());
        s3 = aws.client(S3Client.builder().forcePathStyle(true));
        serverless = aws.client(EmrServerlessClient.builder());
        containers = aws.client(EmrContainersClient.builder());
    }

    @AfterAll
    void close() {
        emr.close();
        ec2.close();
        s3.close();
        serverless.close();
        containers.close();
        aws.close();
        server.stop();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EMR        | 400 | ThrottlingException                 | Rate exceeded                            | THROTTLED         | ACCOUNT  | true  | true
            EMR        | 400 | InternalServerException             | Sorry                                    | INVALID_ARGUMENT  | REQUEST  | false | false
            EMR        | 500 | InternalServerError                 | Sorry                                    | UNAVAILABLE       | ENDPOINT | true  | true
            EMR        | 503 | ServiceUnavailableException         | Sorry                                    | UNAVAILABLE       | ENDPOINT | true  | true
            EMR        | 400 | InvalidRequestException             | Cluster id 'j-1' is not valid.           | NOT_FOUND         | REQUEST  | false | false
            EMR        | 400 | InvalidRequestException             | Step id 's-1' is not valid.              | NOT_FOUND         | REQUEST  | false | false
            EMR        | 400 | ValidationException                 | Specified job flow ID does not exist.    | NOT_FOUND         | REQUEST  | false | false
            EMR        | 400 | ValidationException                 | The release label emr-1 is not valid.    | INVALID_ARGUMENT  | REQUEST  | false | false
            EMR        | 400 | ValidationException                 | Unknown machine type m9.huge             | INVALID_ARGUMENT  | REQUEST  | false | false
            EMR        | 400 | AccessDeniedException               | User is not authorized to perform this   | PERMISSION_DENIED | ACCOUNT  | false | false
            EMR        | 400 | ExpiredTokenException               | The security token has expired           | UNAUTHENTICATED   | ACCOUNT  | false | false
            EMR        | 400 | UnrecognizedClientException         | The security token is invalid            | UNAUTHENTICATED   | ACCOUNT  | false | false
            EC2        | 503 | RequestLimitExceeded                | Request limit exceeded.                  | THROTTLED         | ACCOUNT  | true  | true
            EC2        | 500 | InternalError                       | An internal error has occurred           | UNAVAILABLE       | ENDPOINT | true  | true
            EC2        | 403 | UnauthorizedOperation               | You are not authorized                   | PERMISSION_DENIED | ACCOUNT  | false | false
            EC2        | 401 | AuthFailure                         | AWS was not able to validate             | UNAUTHENTICATED   | ACCOUNT  | false | false
            EC2        | 400 | RequestExpired                      | Request has expired.                     | UNAUTHENTICATED   | REQUEST  | true  | false
            EC2        | 400 | InvalidInstanceID.NotFound          | The instance ID 'i-1' does not exist     | NOT_FOUND         | REQUEST  | false | false
            EC2        | 400 | InvalidInstanceID.Malformed         | Invalid id: "x"                          | NOT_FOUND         | REQUEST  | false | false
            EC2        | 400 | InsufficientInstanceCapacity        | There is no Spot capacity available      | QUOTA_EXCEEDED    | ACCOUNT  | false | false
            EC2        | 400 | VcpuLimitExceeded                   | You have requested more vCPU capacity    | QUOTA_EXCEEDED    | ACCOUNT  | false | false
            EC2        | 400 | IdempotentParameterMismatch         | Arguments on this idempotent request     | CONFLICT          | REQUEST  | false | false
            EC2        | 400 | DependencyViolation                 | resource sg-1 has a dependent object     | CONFLICT          | REQUEST  | false | false
            EC2        | 400 | InvalidGroup.Duplicate              | The security group already exists        | ALREADY_EXISTS    | REQUEST  | false | false
            EC2        | 400 | InvalidParameterValue               | Invalid value                            | INVALID_ARGUMENT  | REQUEST  | false | false
            S3         | 503 | SlowDown                            | Please reduce your request rate.         | THROTTLED         | ACCOUNT  | true  | true
            S3         | 404 | NoSuchBucket                        | The specified bucket does not exist      | NOT_FOUND         | REQUEST  | false | false
            S3         | 412 | PreconditionFailed                  | At least one of the preconditions        | ALREADY_EXISTS    | REQUEST  | false | false
            S3         | 409 | ConditionalRequestConflict          | A conflicting operation occurred         | CONFLICT          | REQUEST  | true  | false
            S3         | 400 | BadDigest                           | The Content-MD5 you specified            | UNAVAILABLE       | REQUEST  | true  | false
            S3         | 400 | RequestTimeout                      | Your socket connection was not read      | UNAVAILABLE       | REQUEST  | true  | false
            S3         | 403 | AccessDenied                        | Access Denied                            | PERMISSION_DENIED | ACCOUNT  | false | false
            S3         | 403 | InvalidAccessKeyId                  | The key does not exist in our records    | UNAUTHENTICATED   | ACCOUNT  | false | false
            S3         | 301 | PermanentRedirect                   | The bucket must be addressed otherwise   | INVALID_ARGUMENT  | REQUEST  | false | false
            S3         | 400 | AuthorizationHeaderMalformed        | the region 'us-east-1' is wrong          | INVALID_ARGUMENT  | REQUEST  | false | false
            S3         | 501 | NotImplemented                      | A header you provided is not supported   | UNSUPPORTED       | REQUEST  | false | false
            SERVERLESS | 429 | ThrottlingException                 | Rate exceeded                            | THROTTLED         | ACCOUNT  | true  | true
            SERVERLESS | 404 | ResourceNotFoundException           | Application 00f1 does not exist          | NOT_FOUND         | REQUEST  | false | false
            SERVERLESS | 402 | ServiceQuotaExceededException       | 16 vCPU                                  | QUOTA_EXCEEDED    | ACCOUNT  | false | false
            SERVERLESS | 409 | ConflictException                   | Token was used with other parameters     | CONFLICT          | REQUEST  | false | false
            SERVERLESS | 400 | ValidationException                 | Not a number                             | INVALID_ARGUMENT  | REQUEST  | false | false
            CONTAINERS | 400 | ResourceNotFoundException           | Virtual cluster v1 doesn't exist.        | NOT_FOUND         | REQUEST  | false | false
            CONTAINERS | 500 | InternalServerException             | Sorry                                    | UNAVAILABLE       | ENDPOINT | true  | true
            """)
    void errorsOfServicesAreTold(
            Service service,
            int status,
            String code,
            String words,
            ErrorCode expected,
            Scope scope,
            boolean retryable,
            boolean mayHaveActed) {
        server.stubFor(any(anyUrl()).willReturn(service.error(status, code, words)));

        for (Safety safety : Safety.values()) {
            Failure failure = failure(service, safety);

            assertThat(failure.code()).isEqualTo(expected);
            assertThat(failure.scope()).isEqualTo(scope);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.effect())
                    .isEqualTo(mayHaveActed && safety != Safety.READ ? Effect.UNKNOWN : Effect.NONE);
            assertThat(failure.message())
                    .contains("127.0.0.1:" + server.port())
                    .contains(" answered " + status + " " + code + " to " + service.api)
                    .contains(words)
                    .doesNotContain("..")
                    .endsWith(".");
        }
        server.verify(3, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT",
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, NOT_FOUND",
        "407, UNAUTHENTICATED",
        "408, UNAVAILABLE",
        "409, CONFLICT",
        "412, ALREADY_EXISTS",
        "429, THROTTLED",
        "500, UNAVAILABLE",
        "501, UNSUPPORTED",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE"
    })
    void pagesOfSomethingInBetweenAreToldByTheirStatus(int status, ErrorCode expected) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html><body><h1>Sorry</h1></body></html>")));

        for (Service service : Service.values()) {
            assertThat(failure(service, Safety.UNSAFE).code())
                    .as(service.name())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void thePauseThatIsAskedForIsTold(Service service) {
        server.stubFor(any(anyUrl())
                .willReturn(service.error(503, "SlowDown", "Slow down").withHeader("Retry-After", "17")));
        assertThat(failure(service, Safety.READ).retryAfter()).contains(Duration.ofSeconds(17));

        server.stubFor(any(anyUrl())
                .willReturn(service.error(503, "SlowDown", "Slow down").withHeader("Retry-After", "999999")));
        assertThat(failure(service, Safety.READ).retryAfter()).contains(Duration.ofHours(1));

        server.stubFor(any(anyUrl())
                .willReturn(service.error(503, "SlowDown", "Slow down").withHeader("Retry-After", "tomorrow")));
        assertThat(failure(service, Safety.READ).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"EMR", "SERVERLESS", "CONTAINERS"})
    void anAnswerThatIsNotOfTheServiceIsNoAnswer(Service service) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("<html>Log in to the network first</html>")));

        Failure failure = failure(service, Safety.UNSAFE);

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void aClockThatIsWrongIsSetByTheAnswer() {
        String late = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(3));
        server.stubFor(any(anyUrl())
                .willReturn(Service.S3
                        .error(403, "RequestTimeTooSkewed", "The difference between the times is too large.")
                        .withHeader("Date", late)));
        try (S3Client skewed = aws.client(S3Client.builder().forcePathStyle(true))) {
            Failure failure = failure(() -> aws.calls("s3")
                    .unsafe("PutObject", new Direct(Duration.ofSeconds(10)), limits -> put(skewed, limits)));

            assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.message()).contains("clock of this machine");

            server.resetAll();
            server.stubFor(any(anyUrl()).willReturn(aResponse()));
            aws.calls("s3").unsafe("PutObject", new Direct(Duration.ofSeconds(10)), limits -> put(skewed, limits));
            String signed = server.getAllServeEvents().get(0).getRequest().getHeader("X-Amz-Date");
            assertThat(signed)
                    .isGreaterThan(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                            .format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(2)));
        }
    }

    @Test
    void whatAwsWouldHaveSignedIsInNoMessageAndNoStackTrace() {
        String signed = "The request signature we calculated does not match the signature you provided. Check your key."
                + "\\n\\nThe Canonical String for this request should have been\\n'POST\\n/\\nx-amz-security-token:"
                + Marked.SESSION_TOKEN + "'";
        server.stubFor(any(anyUrl()).willReturn(Service.EMR.error(400, "InvalidSignatureException", signed)));

        Direct.Thrown thrown = thrown(() -> Service.EMR.ask(this, Safety.READ));

        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(thrown.failure().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(trace.toString())
                .contains("does not match the signature")
                .contains("AnsweredFailuresTest")
                .doesNotContain(Marked.SESSION_TOKEN);
    }

    @Test
    void onlyTheBeginningOfALongMessageIsQuoted() {
        server.stubFor(any(anyUrl()).willReturn(Service.EMR.error(400, "ValidationException", "long ".repeat(200))));

        assertThat(failure(Service.EMR, Safety.READ).message()).hasSizeLessThan(450);
    }

    private Failure failure(Service service, Safety safety) {
        return failure(() -> service.ask(this, safety));
    }

    private static Failure failure(Runnable asked) {
        return thrown(asked).failure();
    }

    private static Direct.Thrown thrown(Runnable asked) {
        return catchThrowableOfType(Direct.Thrown.class, asked::run);
    }

    private static Object put(S3Client s3, software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration limits) {
        return s3.putObject(
                r -> r.bucket("b").key("k").overrideConfiguration(limits), RequestBody.fromString("something"));
    }

    /** The services, each with the form of its errors and a request. */
    enum Service {
        EMR("ListSteps", "application/x-amz-json-1.1", "{\"__type\":\"%s\",\"message\":\"%s\"}"),
        EC2(
                "DescribeInstances",
                "text/xml",
                "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors></Response>"),
        S3("PutObject", "application/xml", "<Error><Code>%s</Code><Message>%s</Message></Error>"),
        SERVERLESS("GetJobRun", "application/json", "{\"code\":\"%s\",\"message\":\"%s\"}"),
        CONTAINERS("DescribeJobRun", "application/json", "{\"code\":\"%s\",\"message\":\"%s\"}");

        private final String api;
        private final String type;
        private final String body;

        Service(String api, String type, String body) {
            this.api = api;
            this.type = type;
            this.body = body;
        }

        ResponseDefinitionBuilder error(int status, String code, String words) {
            ResponseDefinitionBuilder answer = aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", type)
                    .withBody(String.format(body, code, words));
            return this == SERVERLESS || this == CONTAINERS ? answer.withHeader("X-Amzn-ErrorType", code) : answer;
        }

        Object ask(AnsweredFailuresTest test, Safety safety) {
            AwsCalls calls = test.aws.calls("any");
            Direct context = new Direct(Duration.ofSeconds(10));
            AwsCalls.Sent<Object> sent = limits -> switch (this) {
                case EMR -> test.emr.listSteps(r -> r.clusterId("j-1").overrideConfiguration(limits));
                case EC2 -> test.ec2.describeInstances(r -> r.overrideConfiguration(limits));
                case S3 -> put(test.s3, limits);
                case SERVERLESS ->
                    test.serverless.getJobRun(
                            r -> r.applicationId("1").jobRunId("2").overrideConfiguration(limits));
                case CONTAINERS ->
                    test.containers.describeJobRun(
                            r -> r.virtualClusterId("1").id("2").overrideConfiguration(limits));
            };
            return switch (safety) {
                case READ -> calls.read(api, context, sent);
                case KEYED -> calls.keyed(api, context, sent);
                case UNSAFE -> calls.unsafe(api, context, sent);
            };
        }
    }
}
