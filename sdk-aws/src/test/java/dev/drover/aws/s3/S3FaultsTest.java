package dev.drover.aws.s3;

import static dev.drover.aws.s3.S3World.MIB;
import static dev.drover.aws.s3.S3World.bytes;
import static dev.drover.aws.s3.S3World.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Request;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.fake.AwsFault;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeService;
import dev.drover.aws.fake.Reply;
import dev.drover.aws.fake.S3Front;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What goes wrong on the wire, and what users are told of it. */
@TestInstance(Lifecycle.PER_CLASS)
class S3FaultsTest {
    private final S3World world = new S3World(S3Options.standard());
    private final S3Front front = world.front;
    private final StorageUri uri = uri("a");

    @BeforeEach
    void empty() {
        world.behind.delete(uri);
        front.reset();
    }

    @AfterEach
    void allHappened() {
        assertThat(front.unused()).as("planned and not met").isEmpty();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aCreatorWhoseAnswerWasLostHasCreated() {
        front.next("PutObject", new AwsFault.LoseResponse());

        Optional<StoredObject> created = world.storage.putIfAbsent(uri, Content.of("mine"));

        assertThat(created)
                .hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(4));
        assertThat(front.calls("PutObject")).isEqualTo(2);
        assertThat(front.calls("HeadObject")).isOne();
    }

    @Test
    void anErrorAfterTheEffectIsNoLossEither() {
        front.next("PutObject", new AwsFault.RefuseAfterEffect(500, "InternalError", "We encountered an error"));

        assertThat(world.storage.putIfAbsent(uri, Content.of("mine"))).isPresent();
    }

    @Test
    void aCreatorWhoseRequestWasLostMeetsAnothersObject() {
        world.behind.put(uri, Content.of("mine"));
        front.next("PutObject", new AwsFault.LoseRequest());

        assertThat(world.storage.putIfAbsent(uri, Content.of("mine")))
                .as("the same bytes, and still another's object")
                .isEmpty();
        assertThat(front.calls("HeadObject")).isOne();
    }

    @Test
    void whoMeetsAnObjectAtOnceNeedNotLook() {
        world.behind.put(uri, Content.of("there"));

        assertThat(world.storage.putIfAbsent(uri, Content.of("mine"))).isEmpty();
        assertThat(front.calls("PutObject")).isOne();
        assertThat(front.calls("HeadObject")).isZero();
    }

    @Test
    void ifItCannotBeToldWhoWroteTheEffectIsUnknown() {
        front.next("PutObject", new AwsFault.LoseResponse());
        front.next("HeadObject", AwsFault.refuse(403, "", ""));

        DroverException e = failure(() -> world.storage.putIfAbsent(uri, Content.of("mine")));

        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void aConflictWithAnotherCreatorIsTriedAgain() {
        AwsFault conflict = AwsFault.refuse(409, "ConditionalRequestConflict", "Another write is under way");
        front.next("PutObject", conflict, conflict);

        assertThat(world.storage.putIfAbsent(uri, Content.of("mine"))).isPresent();
        assertThat(front.calls("PutObject")).isEqualTo(3);
    }

    @Test
    void throttlingIsWaitedFor() {
        front.next("PutObject", S3TransferTest.slowDown());
        front.next("PutObject", new AwsFault.Refuse(503, "SlowDown", "Slower", Optional.of(Duration.ofSeconds(20))));
        Instant before = world.clock.instant();

        world.storage.put(uri, Content.of("x"));

        assertThat(Duration.between(before, world.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aStormEndsWithAnUnknownEffect() {
        front.always("PutObject", AwsFault.refuse(500, "InternalError", "We encountered an error"));
        // A breaker of its own: this one opens.
        try (Drover other = world.drover(S3Options.standard())) {
            DroverException e = failure(() -> other.storage(uri).put(uri, Content.of("x")));

            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(e.retryable()).isTrue();
            assertThat(e.attempts()).isEqualTo(4);
        }
    }

    @Test
    void refusalsAreToldAtOnce() {
        Map.of(
                        "ExpiredToken", ErrorCode.UNAUTHENTICATED,
                        "InvalidAccessKeyId", ErrorCode.UNAUTHENTICATED,
                        "AccessDenied", ErrorCode.PERMISSION_DENIED,
                        "NoSuchBucket", ErrorCode.NOT_FOUND)
                .forEach((name, code) -> {
                    front.reset();
                    front.next("PutObject", AwsFault.refuse(400, name, "No, said the server"));

                    DroverException e = failure(() -> world.storage.put(uri, Content.of("x")));

                    assertThat(e.code()).as(name).isEqualTo(code);
                    assertThat(e.effect()).isEqualTo(Effect.NONE);
                    assertThat(e.retryable()).isFalse();
                    assertThat(e).hasMessageContaining("s3://bucket/a").hasMessageContaining("said the server");
                    assertThat(front.calls("PutObject")).isOne();
                });
    }

    @Test
    void aClockThatIsWrongIsCorrectedOnce() {
        List<String> dates = new CopyOnWriteArrayList<>();
        FakeService skewed = new FakeService() {
            @Override
            public Optional<String> operation(Request request) {
                return Optional.of("PutObject");
            }

            @Override
            public Reply perform(String operation, Request request) {
                dates.add(request.getHeader("X-Amz-Date"));
                return dates.size() > 1
                        ? new Reply(200, Map.of(), "")
                        : error(403, "RequestTimeTooSkewed", "The difference is too large")
                                .with("Date", "Fri, 20 Nov 2026 05:00:00 GMT");
            }

            @Override
            public Reply error(int status, String code, String message) {
                return S3Front.error(status, code, message);
            }
        };
        try (FakeAws aws = new FakeAws(skewed);
                Drover other = Drover.builder()
                        .clock(world.clock)
                        .configure("s3://", aws.options())
                        .build()) {
            other.storage(uri).put(uri, Content.of("x"));
        }

        assertThat(dates).hasSize(2);
        assertThat(dates.get(1)).startsWith("20261120T05");
    }

    @Test
    void aBucketInAnotherRegionIsFoundThere() {
        front.answer("HeadObject", new Reply(301, Map.of("x-amz-bucket-region", "ap-southeast-2"), ""));
        world.behind.put(uri, Content.of("x"));

        try (Drover other = world.drover(S3Options.standard())) {
            assertThat(other.storage(uri).stat(uri)).isPresent();
        }

        assertThat(front.seen("HeadObject").get(0).header("Authorization").orElse(""))
                .contains("/eu-west-1/s3/");
        assertThat(front.seen("HeadObject").get(1).header("Authorization").orElse(""))
                .contains("/ap-southeast-2/s3/");
    }

    @Test
    void whatIsNotDeletedOfABatchIsSaid() {
        front.answer(
                "DeleteObjects",
                Reply.xml(
                        "<DeleteResult><Error><Key>b</Key><Code>AccessDenied</Code><Message>Access Denied</Message>"
                                + "</Error><Error><Key>c</Key><Code>NoSuchKey</Code><Message>gone</Message></Error></DeleteResult>"));

        DroverException e = failure(() -> world.storage.deleteAll(List.of(uri, uri("b"), uri("c"))));

        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(e).hasMessageContaining("1 of 3").hasMessageContaining("'b'");
    }

    @Test
    void aBatchOfWhichSomethingFailsForAWhileIsSentAgain() {
        front.answer(
                "DeleteObjects",
                Reply.xml("<DeleteResult><Error><Key>b</Key><Code>InternalError</Code><Message>Oops</Message></Error>"
                        + "</DeleteResult>"));
        world.behind.put(uri("b"), Content.of("x"));

        world.storage.deleteAll(List.of(uri, uri("b")));

        assertThat(front.calls("DeleteObjects")).isEqualTo(2);
        assertThat(world.behind.stat(uri("b"))).isEmpty();
    }

    @Test
    void deletesGoInBatchesOfAThousand() {
        world.storage.deleteAll(
                IntStream.range(0, 2_001).mapToObj(i -> uri("many/" + i)).toList());

        assertThat(front.calls("DeleteObjects")).isEqualTo(3);
    }

    @Test
    void aPageThatIsLostIsFetchedAgain() {
        world.behind.put(uri, Content.of("x"));
        front.next("ListObjectsV2", new AwsFault.LoseResponse(), S3TransferTest.slowDown());

        try (Stream<StoredObject> listed = world.storage.list(uri)) {
            assertThat(listed).hasSize(1);
        }
    }

    @Test
    void keysThatNameNoObjectHereAreLeftOut() {
        front.answer("ListObjectsV2", Reply.xml("""
                <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>
                <Contents><Key>dir/</Key><Size>0</Size><LastModified>2026-11-20T10:00:00.000Z</LastModified></Contents>
                <Contents><Key>dir/../x</Key><Size>1</Size><LastModified>2026-11-20T10:00:00.000Z</LastModified></Contents>
                <Contents><Key>dir/%01x</Key><Size>1</Size><LastModified>2026-11-20T10:00:00.000Z</LastModified></Contents>
                <Contents><Key>dir/a+b%2Bc</Key><Size>1</Size><LastModified>2026-11-20T10:00:00.000Z</LastModified></Contents>
                </ListBucketResult>"""));

        try (Stream<StoredObject> listed = world.storage.list(uri("dir/"))) {
            assertThat(listed.map(StoredObject::uri)).containsExactly(uri("dir/a b+c"));
        }
    }

    @Test
    void aSourceThatIsReplacedMeanwhileIsNotCopied() {
        world.behind.put(uri, Content.of("x"));
        front.next("CopyObject", AwsFault.refuse(412, "PreconditionFailed", "At least one precondition failed"));

        DroverException e = failure(() -> world.storage.copy(uri, uri("b")));

        assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(front.seen("CopyObject").get(0).header("x-amz-copy-source-if-match"))
                .isPresent();
    }

    @Test
    void aCopyThatFailsUnderASuccessfulStatusIsTriedAgain() {
        world.behind.put(uri, Content.of("x"));
        front.answer("CopyObject", S3Front.error(200, "InternalError", "We encountered an error"));

        world.storage.copy(uri, uri("b"));

        assertThat(front.calls("CopyObject")).isEqualTo(2);
    }

    @Test
    void namesThatAreTooLongAreNotSent() {
        DroverException e = failure(() -> world.storage.put(uri("\u00fc".repeat(513)), Content.of("x")));

        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(front.calls("PutObject")).isZero();
    }

    @Test
    void optionsTravelWithWhatMakesAnObject() {
        S3Options options = S3Options.builder()
                .encryption(S3Options.Encryption.KMS, "alias/code")
                .storageClass("STANDARD_IA")
                .build();
        front.answer("PutObject", new Reply(200, Map.of(), ""));
        front.answer(
                "CopyObject",
                Reply.xml(
                        "<CopyObjectResult><LastModified>2026-11-20T10:00:00Z</LastModified>" + "</CopyObjectResult>"));
        front.answer("CreateMultipartUpload", S3Front.error(403, "AccessDenied", "Enough seen"));
        world.behind.put(uri, Content.of("x"));

        try (Drover other = world.drover(options)) {
            other.storage(uri).put(uri, Content.of("x"));
            other.storage(uri).copy(uri, uri("b"));
            failure(() -> other.storage(uri).put(uri, Content.of(bytes(9 * MIB))));
        }

        for (String operation : List.of("PutObject", "CopyObject", "CreateMultipartUpload")) {
            S3Front.Seen request = front.seen(operation).get(0);
            assertThat(request.header("x-amz-server-side-encryption"))
                    .as(operation)
                    .contains("aws:kms");
            assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                    .contains("alias/code");
            assertThat(request.header("x-amz-storage-class")).contains("STANDARD_IA");
        }
        S3Front.Seen look = front.seen("HeadObject").get(0);
        assertThat(look.header("x-amz-server-side-encryption")).isEmpty();
    }

    @Test
    void aRequesterWhoPaysSaysSo() {
        front.answer("PutObject", new Reply(200, Map.of(), ""));

        try (Drover other = world.drover(S3Options.builder().requesterPays(true).build())) {
            other.storage(uri).put(uri, Content.of("x"));
        }

        assertThat(front.seen("PutObject").get(0).header("x-amz-request-payer")).contains("requester");
    }

    @Test
    void uploadsCarryChecksumsAndSmallOnesDoNotAskFirst() {
        world.storage.put(uri, Content.of("x"));
        world.storage.put(uri, Content.of(bytes(2 * MIB)));

        S3Front.Seen small = front.seen("PutObject").get(0);
        assertThat(small.header("x-amz-trailer").or(() -> small.header("x-amz-checksum-crc32")))
                .isPresent();
        assertThat(small.header("Expect")).isEmpty();
        assertThat(front.seen("PutObject").get(1).header("Expect")).contains("100-continue");
    }

    private static DroverException failure(ThrowingCallable call) {
        DroverException e = catchThrowableOfType(DroverException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
