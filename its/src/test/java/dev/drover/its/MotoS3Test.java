package dev.drover.its;

import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.testkit.StorageConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of storage, on moto's S3. */
@LeftOut(test = "ofManyCreatorsExactlyOneWins", because = "moto looks whether an object is there, and then stores it")
@EnabledIfEnvironmentVariable(named = Moto.VARIABLE, matches = ".+")
@TestInstance(Lifecycle.PER_CLASS)
class MotoS3Test extends StorageConformance {
    private Drover drover;

    @BeforeAll
    void open() {
        Moto.reset();
        Moto.bucket("conformance");
        drover = Drover.builder().configure("s3://", Moto.options()).build();
    }

    @AfterAll
    void close() {
        if (drover != null) {
            drover.close();
        }
    }

    @Override
    protected Storage storage() {
        return drover.storage(root());
    }

    @Override
    protected StorageUri root() {
        return StorageUri.parse("s3://conformance/tests/");
    }
}
