package dev.drover.gcp.gcs;

import static dev.drover.gcp.gcs.GcsWorld.KIB_256;
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
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.GcpFault;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large objects: resumable uploads, composed ones, and downloads in parts. */
class GcsTransferTest {
    private static final GcsOptions SMALL_PARTS =
            GcsOptions.builder().partSize(KIB_256).parallelism(4).build();
    private static final GcsOptions COMPOSED = GcsOptions.builder()
            .partSize(KIB_256)
            .parallelism(4)
            .composeAbove(0)
            .build();
    private static final String KMS_KEY = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
    /** Three parts and a bit. */
    private static final byte[] LARGE = bytes(3 * KIB_256 + 1_000);

    private final StorageUri uri = uri("dir/large");
    private final GcsWorld world = new GcsWorld(new FakeGcs("bucket"), SMALL_PARTS);
    private final FakeGcs server = world.server;

    @AfterEach
    void allHappened() {
        assertThat(server.unused()).as("planned and not met").isEmpty();
        assertThat(server.openUploads()).as("uploads left behind").isZero();
        assertThat(server.names("bucket")).as("parts left behind").noneMatch(name -> name.contains(".drover-parts"));
        world.close();
    }

    @Test
    void largeObjectsAreSentPartByPart() {
        assertThat(world.storage.put(uri, Content.of(LARGE)).size()).isEqualTo(LARGE.length);

        assertThat(stored()).isEqualTo(LARGE);
        assertThat(server.calls()).isEqualTo(Map.of("upload.begin", 1, "upload.send", 4));
        assertThat(world.progress).isNotEmpty();
    }

    @Test
    void anObjectOfWholePartsIsSentToo() {
        byte[] whole = bytes(4 * KIB_256);

        world.storage.put(uri, Content.of(whole));

        assertThat(stored()).isEqualTo(whole);
    }

    @Test
    void anUploadThatMeetsAnErrorGoesOnWhereItWas() {
        server.next("upload.send", new GcpFault.KeepSome(100_000, 503), new GcpFault.LoseRequest());

        world.storage.put(uri, Content.of(LARGE));

        assertThat(stored()).isEqualTo(LARGE);
        assertThat(server.calls("upload.begin")).isOne();
        assertThat(server.calls("upload.ask")).isEqualTo(2);
    }

    @Test
    void throttlingInTheMiddleIsWaitedFor() {
        server.next("upload.send", GcpFault.throttle(Duration.ofSeconds(5)), GcpFault.throttle());

        world.storage.put(uri, Content.of(LARGE));

        assertThat(stored()).isEqualTo(LARGE);
    }

    @Test
    void aLostAnswerToAPartIsHadByAsking() {
        server.next("upload.send", new GcpFault.LoseResponse());

        world.storage.put(uri, Content.of(LARGE));

        assertThat(stored()).isEqualTo(LARGE);
        assertThat(server.calls("upload.send")).as("no part twice").isEqualTo(4);
    }

    @Test
    void aLostAnswerToTheLastPartIsNoLoss() {
        byte[] twoParts = bytes(KIB_256 + 10);
        server.next("upload.begin", new GcpFault.LoseRequest());
        server.next("upload.send", new GcpFault.LoseResponse(), new GcpFault.LoseResponse());

        assertThat(world.storage.putIfAbsent(uri, Content.of(twoParts))).isPresent();

        assertThat(stored()).isEqualTo(twoParts);
        assertThat(server.calls("upload.ask")).isEqualTo(2);
    }

    @Test
    void whatIsThereIsNotSentAgain() {
        server.put("bucket", uri.path(), new byte[1]);

        assertThat(world.storage.putIfAbsent(uri, Content.of(LARGE))).isEmpty();

        assertThat(server.calls("upload.send")).isZero();
    }

    @Test
    void whoIsFasterWins() {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(LARGE)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (in.available() == 0) {
                    server.put("bucket", uri.path(), new byte[] {1});
                }
                return count;
            }
        };

        assertThat(world.storage.putIfAbsent(uri, content(LARGE.length, slow))).isEmpty();

        assertThat(stored()).containsExactly(1);
        // The server forgets an upload that it has refused only when it is told to.
        server.forgetUploads();
    }

    @Test
    void anUploadThatTheServerForgetsIsToldOf() {
        server.next("upload.send", GcpFault.refuse(410, "gone", "The upload has expired"));

        DroverException e = failure(() -> world.storage.put(uri, Content.of(LARGE)));

        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(e.retryable()).isTrue();
        assertThat(server.calls("upload.cancel")).isOne();
    }

    @Test
    void aPartThatIsDamagedIsNoticedAtTheEnd() {
        server.next("upload.send", new GcpFault.Damage());

        DroverException e = failure(() -> world.storage.put(uri, Content.of(LARGE)));

        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(e.retryable()).isTrue();
        assertThat(server.names("bucket")).isEmpty();
    }

    @Test
    void aServerThatDoesNotCompareIsComparedWith() {
        server.compareNothing();
        server.next("upload.send", new GcpFault.Damage());

        DroverException e = failure(() -> world.storage.put(uri, Content.of(LARGE)));

        assertThat(e).hasMessageContaining("CRC32C");
        assertThat(server.names("bucket")).as("deleted again").isEmpty();
    }

    @Test
    void ifTheContentBreaksOffNothingIsLeft() {
        for (GcsOptions options : new GcsOptions[] {SMALL_PARTS, COMPOSED}) {
            InputStream half =
                    new SequenceInputStream(new ByteArrayInputStream(LARGE, 0, 2 * KIB_256), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("the disk is gone");
                        }

                        @Override
                        public int read(byte[] buffer, int offset, int length) throws IOException {
                            return read();
                        }
                    });
            try (Drover other = world.drover(options)) {
                DroverException e = failure(() -> other.storage(uri).put(uri, content(LARGE.length, half)));
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                assertThat(e.effect()).isEqualTo(Effect.NONE);
            }
        }

        assertThat(server.names("bucket")).isEmpty();
        assertThat(server.calls("upload.cancel")).isOne();
    }

    @Test
    void aContentOfAnotherLengthIsNotStored() {
        for (int length : new int[] {LARGE.length - 1, LARGE.length + 1}) {
            for (GcsOptions options : new GcsOptions[] {SMALL_PARTS, COMPOSED}) {
                try (Drover other = world.drover(options)) {
                    DroverException e = failure(
                            () -> other.storage(uri).put(uri, content(length, new ByteArrayInputStream(LARGE))));
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                }
            }
        }

        assertThat(server.names("bucket")).isEmpty();
    }

    @Test
    void anUploadWhoseTimeIsOverIsGivenUpAllTheSame() {
        for (GcsOptions options : new GcsOptions[] {SMALL_PARTS, COMPOSED}) {
            InputStream slow = new FilterInputStream(new ByteArrayInputStream(LARGE)) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    world.clock.advance(Duration.ofMinutes(5));
                    return super.read(buffer, offset, length);
                }
            };
            try (Drover other = world.drover(options)) {
                DroverException e = failure(() -> other.storage(uri).put(uri, content(LARGE.length, slow)));
                assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            }
        }

        assertThat(server.names("bucket")).isEmpty();
    }

    @Test
    void veryLargeObjectsAreComposed() {
        // Three rounds: 70 parts become 3, and these one.
        byte[] many = bytes(69 * KIB_256 + 5);
        try (Drover other = world.drover(COMPOSED)) {
            assertThat(other.storage(uri).put(uri, Content.of(many)).size()).isEqualTo(many.length);
        }

        assertThat(stored()).isEqualTo(many);
        assertThat(server.calls("objects.insert")).isEqualTo(70);
        assertThat(server.calls("objects.compose")).isEqualTo(3 + 1);
        assertThat(server.names("bucket")).containsExactly(uri.path());
    }

    @Test
    void composingSurvivesWhatComesItsWay() {
        server.next("objects.insert", new GcpFault.LoseResponse(), new GcpFault.Damage(), GcpFault.throttle());
        server.next("objects.compose", new GcpFault.LoseResponse());
        server.next("batch", new GcpFault.LoseResponse());

        try (Drover other = world.drover(COMPOSED)) {
            assertThat(other.storage(uri).putIfAbsent(uri, Content.of(LARGE))).isPresent();
        }

        assertThat(stored()).isEqualTo(LARGE);
    }

    @Test
    void composingMeetsAnothersObject() {
        InputStream overtaken = new FilterInputStream(new ByteArrayInputStream(LARGE)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                server.put("bucket", uri.path(), new byte[] {1});
                return super.read(buffer, offset, length);
            }
        };

        try (Drover other = world.drover(COMPOSED)) {
            assertThat(other.storage(uri).putIfAbsent(uri, content(LARGE.length, overtaken)))
                    .isEmpty();
        }

        assertThat(stored()).containsExactly(1);
    }

    @Test
    void optionsTravelWithWhatMakesAnObject() {
        GcsOptions resumable = GcsOptions.builder()
                .partSize(KIB_256)
                .storageClass("NEARLINE")
                .kmsKey(KMS_KEY)
                .billedProject("acme-pays")
                .build();
        GcsOptions composed = GcsOptions.builder()
                .partSize(KIB_256)
                .storageClass("NEARLINE")
                .billedProject("acme-pays")
                .composeAbove(0)
                .build();
        try (Drover one = world.drover(resumable);
                Drover two = world.drover(composed)) {
            one.storage(uri).put(uri("small"), Content.of("x"));
            one.storage(uri).put(uri("resumable"), Content.of(LARGE));
            one.storage(uri).copy(uri("small"), uri("copy"));
            two.storage(uri).put(uri("composed"), Content.of(LARGE));
            assertThat(read(one.storage(uri).get(uri("composed")))).isEqualTo(LARGE);
            one.storage(uri).delete(uri("small"));
        }

        for (String name : new String[] {"resumable", "copy", "composed"}) {
            assertThat(server.storageClass("bucket", name)).as(name).isEqualTo("NEARLINE");
        }
        assertThat(server.queries("objects.insert").get(0)).containsEntry("kmsKeyName", KMS_KEY);
        assertThat(server.queries("upload.begin").get(0)).containsEntry("kmsKeyName", KMS_KEY);
        Set<String> operations = server.calls().keySet();
        assertThat(operations).contains("objects.download", "objects.delete", "objects.rewrite", "objects.compose");
        for (String operation : operations) {
            // An upload is billed to whom it was begun for, and a batch is made of requests.
            if (!operation.equals("batch") && !operation.startsWith("upload.s")) {
                assertThat(server.queries(operation))
                        .as(operation)
                        .isNotEmpty()
                        .allSatisfy(query -> assertThat(query).containsEntry("userProject", "acme-pays"));
            }
        }
    }

    @Test
    void withAKeyOfOnesOwnNothingIsComposed() {
        GcsOptions options = GcsOptions.builder()
                .partSize(KIB_256)
                .kmsKey(KMS_KEY)
                .composeAbove(0)
                .build();
        try (Drover other = world.drover(options)) {
            other.storage(uri).put(uri, Content.of(LARGE));
        }

        assertThat(stored()).isEqualTo(LARGE);
        assertThat(server.calls("objects.compose")).isZero();
    }

    @Test
    void largeObjectsAreFetchedInParts() {
        byte[] many = bytes(10 * KIB_256 + 7);
        server.put("bucket", uri.path(), many);
        server.next("objects.download", new GcpFault.BreakOff(KIB_256 / 2), new GcpFault.BreakOff(1_000));

        assertThat(read(world.storage.get(uri))).isEqualTo(many);

        assertThat(server.calls("objects.download")).isGreaterThan(10);
    }

    @Test
    void damageInOnePartIsNoticed() throws IOException {
        server.put("bucket", uri.path(), bytes(10 * KIB_256 + 7));
        server.next("objects.download", new GcpFault.BreakOff(10), new GcpFault.Damage());

        try (InputStream in = world.storage.get(uri)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("CRC32C");
        }
    }

    @Test
    void aStreamOutlivesNoDrover() throws IOException {
        server.put("bucket", uri.path(), bytes(10 * KIB_256));
        Drover other = world.drover(SMALL_PARTS);

        try (InputStream in = other.storage(uri).get(uri)) {
            in.read();
            other.close();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    private byte[] stored() {
        return server.bytes("bucket", uri.path());
    }

    private static Content content(long length, InputStream stream) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return stream;
            }
        };
    }

    private static DroverException failure(ThrowingCallable call) {
        DroverException e = catchThrowableOfType(DroverException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
