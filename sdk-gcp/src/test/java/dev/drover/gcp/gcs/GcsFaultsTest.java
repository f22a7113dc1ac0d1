package dev.drover.gcp.gcs;

import static dev.drover.gcp.gcs.GcsWorld.bytes;
import static dev.drover.gcp.gcs.GcsWorld.read;
import static dev.drover.gcp.gcs.GcsWorld.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.GcpFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on the wire with small objects, and what users are told of it. */
class GcsFaultsTest {
    private final GcsWorld world = new GcsWorld(new FakeGcs(3, 4, "bucket"), GcsOptions.standard());
    private final FakeGcs server = world.server;
    private StorageUri uri;

    @BeforeEach
    void name() {
        uri = uri(UUID.randomUUID().toString());
    }

    @AfterEach
    void allHappened() {
        assertThat(server.unused()).as("planned and not met").isEmpty();
        world.close();
    }

    @Test
    void aCreatorWhoseAnswerWasLostHasCreated() {
        server.next("objects.insert", new GcpFault.LoseResponse());

        Optional<StoredObject> created = world.storage.putIfAbsent(uri, Content.of("mine"));

        assertThat(created)
                .hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(4));
        assertThat(server.calls("objects.insert")).isEqualTo(2);
        assertThat(server.calls("objects.get")).isOne();
    }

    @Test
    void aCreatorWhoseRequestWasLostMeetsAnothersObject() {
        server.put("bucket", uri.path(), "mine".getBytes(StandardCharsets.UTF_8));
        server.next("objects.insert", new GcpFault.LoseRequest());

        assertThat(world.storage.putIfAbsent(uri, Content.of("mine")))
                .as("the same bytes, and still another's object")
                .isEmpty();
        assertThat(server.calls("objects.get")).isOne();
    }

    @Test
    void whoMeetsAnObjectAtOnceNeedNotLook() {
        server.put("bucket", uri.path(), new byte[1]);

        assertThat(world.storage.putIfAbsent(uri, Content.of("mine"))).isEmpty();
        assertThat(server.calls("objects.insert")).isOne();
        assertThat(server.calls("objects.get")).isZero();
    }

    @Test
    void ifItCannotBeToldWhoWroteTheEffectIsUnknown() {
        server.next("objects.insert", new GcpFault.LoseResponse());
        server.next("objects.get", GcpFault.refuse(403, "forbidden", "No"));

        DroverException e = failure(() -> world.storage.putIfAbsent(uri, Content.of("mine")));

        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void throttlingIsWaitedFor() {
        server.next("objects.insert", GcpFault.throttle(), GcpFault.throttle(Duration.ofSeconds(20)));
        Instant before = world.clock.instant();

        world.storage.put(uri, Content.of("x"));

        assertThat(Duration.between(before, world.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(server.calls("objects.insert")).isEqualTo(3);
    }

    @Test
    void oneObjectThatIsWrittenTooOftenIsThrottled() {
        GcpFault tooOften = GcpFault.refuse(
                429,
                "rateLimitExceeded",
                "The object bucket/a exceeded the rate limit for object mutation operations (create, update, and delete).");
        server.next("objects.insert", tooOften, tooOften, tooOften, tooOften);

        DroverException e = failure(() -> world.storage.put(uri, Content.of("x")));

        assertThat(e.code()).isEqualTo(ErrorCode.THROTTLED);
        assertThat(e.retryable()).isTrue();
        assertThat(e).hasMessageContaining("one update per second");
        assertThat(server.calls("objects.insert")).as("tries").isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "401, authError, UNAUTHENTICATED",
        "403, forbidden, PERMISSION_DENIED",
        "404, notFound, NOT_FOUND",
        "403, quotaExceeded, QUOTA_EXCEEDED",
        "400, invalid, INVALID_ARGUMENT"
    })
    void refusalsAreToldAtOnce(int status, String reason, ErrorCode code) {
        server.next("objects.insert", GcpFault.refuse(status, reason, "No, said the server"));

        DroverException e = failure(() -> world.storage.put(uri, Content.of("x")));

        assertThat(e.code()).isEqualTo(code);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining(uri.toString()).hasMessageContaining("said the server");
        assertThat(server.calls("objects.insert")).isOne();
    }

    @Test
    void aStormEndsWithAnUnknownEffect() {
        GcpFault storm = GcpFault.refuse(503, "backendError", "Backend Error");
        server.next("objects.insert", storm, storm, storm, storm);

        DroverException e = failure(() -> world.storage.put(uri, Content.of("x")));

        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(e.attempts()).isEqualTo(4);
    }

    @Test
    void whatIsDamagedOnTheWayThereIsSentAgain() {
        byte[] bytes = bytes(10_000);
        server.next("objects.insert", new GcpFault.Damage());

        world.storage.put(uri, Content.of(bytes));

        assertThat(server.bytes("bucket", uri.path())).isEqualTo(bytes);
        assertThat(server.calls("objects.insert")).isEqualTo(2);
    }

    @Test
    void whatIsDamagedOnTheWayBackIsNotTaken() throws IOException {
        server.put("bucket", uri.path(), bytes(10_000));
        server.next("objects.download", new GcpFault.Damage());

        try (InputStream in = world.storage.get(uri)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("CRC32C")
                    .hasMessageContaining(uri.toString());
        }
        assertThat(read(world.storage.get(uri))).isEqualTo(bytes(10_000));
    }

    @Test
    void aDownloadThatBreaksOffGoesOnWhereItWas() {
        byte[] bytes = bytes(100_000);
        server.put("bucket", uri.path(), bytes);
        server.next("objects.download", new GcpFault.BreakOff(30_000), GcpFault.refuse(503, "backendError", "Later"));

        assertThat(read(world.storage.get(uri))).isEqualTo(bytes);

        assertThat(server.calls("objects.download")).isEqualTo(3);
    }

    @Test
    void aRangeThatBreaksOffGoesOnToItsEnd() {
        byte[] bytes = bytes(100_000);
        server.put("bucket", uri.path(), bytes);
        server.next("objects.download", new GcpFault.BreakOff(5_000), new GcpFault.BreakOff(10));

        assertThat(read(world.storage.getRange(uri, 1_000, 20_000)))
                .isEqualTo(java.util.Arrays.copyOfRange(bytes, 1_000, 21_000));
    }

    @Test
    void twoVersionsAreNeverMixed() throws IOException {
        server.put("bucket", uri.path(), bytes(100_000));
        server.next("objects.download", new GcpFault.BreakOff(30_000));

        try (InputStream in = world.storage.get(uri)) {
            in.readNBytes(100);
            server.put("bucket", uri.path(), bytes(99_999));
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("replaced or deleted");
        }
    }

    @Test
    void aReaderMayStayAwayLongerThanAnOperationTakes() throws IOException {
        byte[] bytes = bytes(100_000);
        server.put("bucket", uri.path(), bytes);
        server.next("objects.download", new GcpFault.BreakOff(30_000));

        try (InputStream in = world.storage.get(uri)) {
            in.readNBytes(100);
            world.clock.advance(Duration.ofHours(1));
            assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 100, 100_000));
        }
    }

    @Test
    void whatIsReadInPartNeedNotBeReadToItsEnd() throws IOException {
        server.put("bucket", uri.path(), bytes(5_000_000));

        try (InputStream in = world.storage.get(uri)) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }

        assertThat(world.storage.stat(uri)).isPresent();
    }

    @Test
    void pagesThatAreLostAreFetchedAgain() {
        List<StorageUri> expected = IntStream.range(0, 8)
                .mapToObj(i -> uri("page/" + i))
                .peek(each -> server.put("bucket", each.path(), new byte[1]))
                .toList();
        server.next("objects.list", new GcpFault.LoseResponse(), GcpFault.throttle());

        try (Stream<StoredObject> listed = world.storage.list(uri("page/"))) {
            assertThat(listed.map(StoredObject::uri)).isEqualTo(expected);
        }
        assertThat(server.calls("objects.list")).isEqualTo(3 + 2);
    }

    @Test
    void namesThatNameNoObjectHereAreLeftOut() {
        for (String name : List.of("dir/", "dir/../x", "dir/\u0001x", "dir/a b+c")) {
            server.put("bucket", name, new byte[1]);
        }

        try (Stream<StoredObject> listed = world.storage.list(uri("dir/"))) {
            assertThat(listed.map(StoredObject::uri)).containsExactly(uri("dir/a b+c"));
        }
    }

    @Test
    void deletesGoInBatchesOfAHundred() {
        List<StorageUri> uris =
                IntStream.range(0, 201).mapToObj(i -> uri("many/" + i)).toList();
        uris.subList(0, 150).forEach(each -> server.put("bucket", each.path(), new byte[1]));

        world.storage.deleteAll(uris);

        assertThat(server.names("bucket")).isEmpty();
        assertThat(server.calls("batch")).isEqualTo(3);
    }

    @Test
    void whatIsNotDeletedOfABatchIsSaid() {
        server.next("objects.delete", GcpFault.refuse(403, "forbidden", "Access denied"));

        DroverException e = failure(() -> world.storage.deleteAll(List.of(uri, uri("b"), uri("c"))));

        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(e).hasMessageContaining("1 of 3").hasMessageContaining(uri.path());
    }

    @Test
    void aBatchOfWhichSomethingFailsForAWhileIsSentAgain() {
        server.put("bucket", uri.path(), new byte[1]);
        server.next("objects.delete", GcpFault.refuse(503, "backendError", "Oops"));

        world.storage.deleteAll(List.of(uri, uri("b")));

        assertThat(server.calls("batch")).isEqualTo(2);
        assertThat(server.names("bucket")).isEmpty();
    }

    @Test
    void aCopyGoesOnUntilItIsWhole() {
        server.put("bucket", uri.path(), bytes(10));
        server.next("objects.rewrite", new GcpFault.LoseResponse());

        StoredObject copy = world.storage.copy(uri, uri("copy"));

        assertThat(copy.size()).isEqualTo(10);
        assertThat(server.bytes("bucket", "copy")).isEqualTo(bytes(10));
        assertThat(server.calls("objects.rewrite"))
                .as("4 bytes at a time, once in vain")
                .isEqualTo(4);
    }

    @Test
    void namesThatAreTooLongAreNotSent() {
        DroverException e = failure(() -> world.storage.put(uri("\u00fc".repeat(513)), Content.of("x")));

        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aLocationThatIsNoBucketIsRefused() {
        try (Drover other = world.drover(GcsOptions.standard())) {
            DroverException e = failure(() -> other.storage(StorageUri.parse("gs://No_Bucket/x")));
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    private static DroverException failure(ThrowingCallable call) {
        DroverException e = catchThrowableOfType(DroverException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
