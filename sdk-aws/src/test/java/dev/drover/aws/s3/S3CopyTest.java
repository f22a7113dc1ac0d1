package dev.drover.aws.s3;

import static dev.drover.aws.s3.S3World.MIB;
import static dev.drover.aws.s3.S3World.bytes;
import static dev.drover.aws.s3.S3World.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StoredObject;
import dev.drover.aws.fake.AwsFault;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Copies that are too large for one request; here, above 5 MiB. */
@TestInstance(Lifecycle.PER_CLASS)
class S3CopyTest {
    private static final byte[] LARGE = bytes(12 * MIB + 1);

    private final S3World world = new S3World(S3Options.standard());
    private final Drover drover = Drover.builder()
            .factories(List.of(new S3ProviderFactory(5 * MIB)))
            .configure("s3://", S3World.options(world.front.endpoint()))
            .clock(world.clock)
            .build();
    private final Storage storage = drover.storage(uri(""));

    @BeforeEach
    void source() {
        world.behind.put(uri("from"), Content.of(LARGE));
        world.behind.delete(uri("to"));
        world.front.reset();
    }

    @AfterAll
    void close() {
        drover.close();
        world.close();
    }

    @Test
    void partsAreCopiedWithinTheServer() {
        StoredObject copy = storage.copy(uri("from"), uri("to"));

        assertThat(copy.size()).isEqualTo(LARGE.length);
        assertThat(world.stored(uri("to"))).isEqualTo(LARGE);
        assertThat(world.front.calls("UploadPartCopy")).isEqualTo(3);
        assertThat(world.front.calls("CopyObject")).isZero();
        assertThat(world.front.calls("GetObject")).isZero();
        assertThat(world.front.seen("UploadPartCopy").get(0).header("x-amz-copy-source-if-match"))
                .isPresent();
    }

    @Test
    void aCopyThatFailsLeavesNothing() {
        world.front.next("UploadPartCopy", AwsFault.refuse(412, "PreconditionFailed", "It has changed"));

        assertThatThrownBy(() -> storage.copy(uri("from"), uri("to")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

        assertThat(world.behind.stat(uri("to"))).isEmpty();
        assertThat(world.uploads()).isEmpty();
    }
}
