package dev.drover.aws.s3;

import static dev.drover.aws.s3.S3World.MIB;
import static dev.drover.aws.s3.S3World.bytes;
import static dev.drover.aws.s3.S3World.read;
import static dev.drover.aws.s3.S3World.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.aws.fake.AwsFault;
import dev.drover.aws.fake.S3Front;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Objects that are moved in parts, and what can go wrong with a part of them. */
@TestInstance(Lifecycle.PER_CLASS)
class S3TransferTest {
    private static final int PART = 5 * MIB;
    private static final byte[] LARGE = bytes(4 * PART + 12_345);

    private final S3World world =
            new S3World(S3Options.builder().partSize(PART).parallelism(3).build());
    private final S3Front front = world.front;
    private final StorageUri uri = uri("large");

    @BeforeEach
    void empty() {
        world.behind.delete(uri);
        front.reset();
        world.progress.clear();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(front.unused()).as("planned and not met").isEmpty();
        assertThat(world.uploads()).as("unfinished uploads").isEmpty();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aLargeObjectGoesUpAndDownInParts() throws IOException {
        assertThat(world.storage.put(uri, Content.of(LARGE)).size()).isEqualTo(LARGE.length);

        assertThat(world.stored(uri)).isEqualTo(LARGE);
        assertThat(front.calls("UploadPart")).isEqualTo(5);
        assertThat(front.calls("PutObject")).isZero();
        assertThat(world.progress).last().isEqualTo("20 of 20 MiB sent");

        assertThat(read(world.storage.get(uri))).isEqualTo(LARGE);
        assertThat(front.seen("GetObject").stream()
                        .map(get -> get.header("Range").orElse("")))
                .containsExactlyInAnyOrder(
                        "",
                        range(PART, 2 * PART),
                        range(2 * PART, 3 * PART),
                        range(3 * PART, 4 * PART),
                        range(4 * PART, LARGE.length));
        assertThat(read(world.storage.getRange(uri, 7, 3 * PART)))
                .isEqualTo(Arrays.copyOfRange(LARGE, 7, 7 + 3 * PART));
    }

    @Test
    void whoReadsLittleFetchesLittle() throws IOException {
        world.behind.put(uri, Content.of(LARGE));

        try (InputStream in = world.storage.get(uri)) {
            assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(LARGE, 1000));
        }

        assertThat(front.calls("GetObject")).isOne();
    }

    @Test
    void aPartThatFailsForAWhileIsSentAgain() {
        front.next("UploadPart", slowDown(), new AwsFault.LoseResponse(), new AwsFault.LoseRequest());

        world.storage.put(uri, Content.of(LARGE));

        assertThat(world.stored(uri)).isEqualTo(LARGE);
        assertThat(front.calls("UploadPart")).isEqualTo(8);
    }

    @Test
    void ifAPartCannotBeSentNothingIsLeft() {
        front.next("UploadPart", AwsFault.refuse(403, "AccessDenied", "no"));

        assertThatThrownBy(() -> world.storage.put(uri, Content.of(LARGE)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));

        assertThat(front.calls("AbortMultipartUpload")).isOne();
        assertThat(world.behind.stat(uri)).isEmpty();
    }

    @Test
    void ifTheContentBreaksOffNothingIsLeft() {
        CountDownLatch sending = new CountDownLatch(1);
        front.before("UploadPart", sending::countDown);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    sending.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        InputStream half = new SequenceInputStream(new ByteArrayInputStream(LARGE, 0, 2 * PART), broken);

        assertThatThrownBy(() -> world.storage.put(uri, S3World.content(LARGE.length, half)))
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(e.effect()).isEqualTo(Effect.NONE);
                    assertThat(e).hasRootCauseMessage("the disk is gone");
                });

        assertThat(front.calls("AbortMultipartUpload")).isOne();
        assertThat(world.behind.stat(uri)).isEmpty();
    }

    @Test
    void aContentOfAnotherLengthIsNotStoredInPartsEither() {
        for (int length : new int[] {LARGE.length - 1, LARGE.length + 1}) {
            assertThatThrownBy(() -> world.storage.put(uri, S3World.content(length, new ByteArrayInputStream(LARGE))))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        }

        assertThat(world.behind.stat(uri)).isEmpty();
    }

    @Test
    void anUploadWhoseTimeIsOverIsGivenUpAllTheSame() {
        Content slow = S3World.content(LARGE.length, new FilterInputStream(new ByteArrayInputStream(LARGE)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                world.clock.advance(Duration.ofMinutes(5));
                return super.read(buffer, offset, length);
            }
        });

        assertThatThrownBy(() -> world.storage.put(uri, slow))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));

        assertThat(front.calls("AbortMultipartUpload")).isOne();
    }

    @Test
    void anInterruptedUploadIsGivenUp() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch never = new CountDownLatch(1);
        front.before("UploadPart", () -> {
            sending.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread uploader = new Thread(() -> {
            try {
                world.storage.put(uri, Content.of(LARGE));
            } catch (DroverException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                failure.set(e);
            }
        });
        uploader.start();
        sending.await();
        uploader.interrupt();
        never.countDown();
        uploader.join();

        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(world.behind.stat(uri)).isEmpty();
    }

    @Test
    void aLostAnswerToTheCompletionIsRecognised() {
        front.next("CompleteMultipartUpload", new AwsFault.LoseResponse());
        front.next("CompleteMultipartUpload", AwsFault.refuse(404, "NoSuchUpload", "The upload does not exist"));

        assertThat(world.storage.put(uri, Content.of(LARGE)).size()).isEqualTo(LARGE.length);

        assertThat(world.stored(uri)).isEqualTo(LARGE);
        assertThat(front.calls("AbortMultipartUpload")).isZero();
    }

    @Test
    void aCompletionThatMeetsItsOwnObjectHasCreatedIt() {
        front.next("CompleteMultipartUpload", new AwsFault.LoseResponse());
        front.next("CompleteMultipartUpload", AwsFault.refuse(412, "PreconditionFailed", "There is one"));

        assertThat(world.storage.putIfAbsent(uri, Content.of(LARGE))).isPresent();

        assertThat(world.stored(uri)).isEqualTo(LARGE);
    }

    @Test
    void aCompletionThatMeetsAnotherObjectHasCreatedNothing() {
        front.before("UploadPart", () -> world.behind.put(uri, Content.of("other")));
        front.next("CompleteMultipartUpload", new AwsFault.LoseRequest());
        front.next("CompleteMultipartUpload", AwsFault.refuse(412, "PreconditionFailed", "There is one"));

        assertThat(world.storage.putIfAbsent(uri, Content.of(LARGE))).isEmpty();

        assertThat(world.stored(uri)).isEqualTo("other".getBytes(StandardCharsets.UTF_8));
        assertThat(front.calls("AbortMultipartUpload")).isOne();
    }

    @Test
    void aConflictOfCompletionsIsLostToWhoWon() {
        front.before("UploadPart", () -> world.behind.put(uri, Content.of("other")));
        front.next("CompleteMultipartUpload", AwsFault.refuse(409, "ConditionalRequestConflict", "Another write"));

        assertThat(world.storage.putIfAbsent(uri, Content.of(LARGE))).isEmpty();
    }

    @Test
    void ifTheFirstCompletionMeetsAnObjectItIsAnothers() {
        front.next("CompleteMultipartUpload", AwsFault.refuse(412, "PreconditionFailed", "There is one"));

        assertThat(world.storage.putIfAbsent(uri, Content.of(LARGE))).isEmpty();

        assertThat(front.calls("HeadObject")).as("the look before").isOne();
        assertThat(front.seen("CompleteMultipartUpload").get(0).header("If-None-Match"))
                .contains("*");
    }

    @Test
    void anUploadThatIsGoneBeforeItsEndIsAConflict() {
        front.next("CompleteMultipartUpload", AwsFault.refuse(404, "NoSuchUpload", "The upload does not exist"));

        assertThatThrownBy(() -> world.storage.put(uri, Content.of(LARGE)))
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(e.effect()).isEqualTo(Effect.NONE);
                    assertThat(e.retryable()).isTrue();
                });
    }

    /** S3 begins to answer before it knows how it will end. */
    @Test
    void anErrorUnderASuccessfulStatusIsAnError() {
        front.answer("CompleteMultipartUpload", S3Front.error(200, "InternalError", "We encountered an error"));

        world.storage.put(uri, Content.of(LARGE));

        assertThat(front.calls("CompleteMultipartUpload")).isEqualTo(2);
        assertThat(world.stored(uri)).isEqualTo(LARGE);
    }

    @Test
    void aStreamOutlivesNoDrover() throws IOException {
        world.behind.put(uri, Content.of(LARGE));
        Drover other = world.drover(S3Options.standard());

        try (InputStream in = other.storage(uri).get(uri)) {
            in.read();
            other.close();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsThereIsNotSentAgain() {
        world.behind.put(uri, Content.of("there"));

        assertThat(world.storage.putIfAbsent(uri, Content.of(LARGE))).isEmpty();

        assertThat(front.calls("CreateMultipartUpload")).isZero();
    }

    @Test
    void aStreamThatBreaksOffGoesOnWhereItWas() throws IOException {
        byte[] small = bytes(300_000);
        world.behind.put(uri, Content.of(small));
        front.cut("GetObject", 100_000);
        front.cut("GetObject", 50_000);

        try (InputStream in = world.storage.get(uri)) {
            assertThat(in.readAllBytes()).isEqualTo(small);
        }

        assertThat(front.calls("GetObject")).isEqualTo(3);
        assertThat(front.seen("GetObject").get(2).header("Range")).contains("bytes=100000-299999");
        assertThat(front.seen("GetObject").get(2).header("If-Match")).isPresent();
    }

    @Test
    void aPartThatBreaksOffIsFetchedAgain() {
        world.behind.put(uri, Content.of(LARGE));
        front.cut("GetObject", 7 * MIB);
        front.cut("GetObject", MIB);
        front.next("GetObject", slowDown());

        assertThat(read(world.storage.get(uri))).isEqualTo(LARGE);
    }

    @Test
    void twoVersionsAreNeverMixed() throws IOException {
        world.behind.put(uri, Content.of(LARGE));

        try (InputStream in = world.storage.get(uri)) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            world.behind.put(uri, Content.of(bytes(4 * PART)));

            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("replaced")
                    .hasCauseInstanceOf(DroverException.class);
        }
    }

    @Test
    void aReaderGivesUpAfterSomeTries() throws IOException {
        world.behind.put(uri, Content.of(bytes(300_000)));
        front.cut("GetObject", 100_000);

        try (InputStream in = world.storage.get(uri)) {
            front.always("GetObject", AwsFault.refuse(500, "InternalError", "We encountered an internal error"));
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasCauseInstanceOf(DroverException.class);
        }

        assertThat(front.calls("GetObject")).isEqualTo(5);
    }

    @Test
    void whatWasDamagedOnTheWayIsNotTaken() throws IOException {
        for (byte[] size : new byte[][] {bytes(1000), LARGE}) {
            world.behind.put(uri, Content.of(size));
            front.header("GetObject", "x-amz-checksum-crc32", "AAAAAA==");

            try (InputStream in = world.storage.get(uri)) {
                assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aReaderMayStayAwayLongerThanAnOperationTakes() throws IOException {
        world.behind.put(uri, Content.of(LARGE));

        try (InputStream in = world.storage.get(uri)) {
            byte[] head = in.readNBytes(PART);
            world.clock.advance(Duration.ofHours(1));
            byte[] rest = in.readAllBytes();
            assertThat(head.length + rest.length).isEqualTo(LARGE.length);
        }
    }

    static AwsFault slowDown() {
        return AwsFault.refuse(503, "SlowDown", "Reduce your request rate.");
    }

    private static String range(int start, int end) {
        return "bytes=" + start + "-" + (end - 1);
    }
}
