package dev.drover.gcp.gcs;

import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.testkit.StorageConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract of storage, over the protocol of Cloud Storage. */
@TestInstance(Lifecycle.PER_CLASS)
class GcsStorageConformanceTest extends StorageConformance {
    private final FakeGcs server = new FakeGcs("bucket");
    private final Drover drover =
            Drover.builder().configure("gs://", server.options()).build();

    @Override
    protected Storage storage() {
        return drover.storage(root());
    }

    @Override
    protected StorageUri root() {
        return StorageUri.parse("gs://bucket/conformance/");
    }

    @AfterAll
    void close() {
        drover.close();
        server.close();
    }
}
