package dev.drover.testkit.mem;

import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.StorageConformance;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract of storage, with pages of usual and of smallest size. */
class MemStorageConformanceTest {

    @Nested
    class WithUsualPages extends Objects {
        WithUsualPages() {
            super(1_000);
        }
    }

    @Nested
    class WithPagesOfThree extends Objects {
        WithPagesOfThree() {
            super(3);
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class Objects extends StorageConformance {
        private final ManualClock clock = ManualClock.auto();
        private final Drover drover;

        Objects(int pageSize) {
            drover = MemPlatform.builder(clock).pageSize(pageSize).build().drover("tests");
        }

        @Override
        protected Storage storage() {
            return drover.storage(root());
        }

        @Override
        protected StorageUri root() {
            return StorageUri.parse("mem://bucket/conformance/");
        }

        @Override
        protected InstantSource clock() {
            return clock;
        }

        @AfterAll
        void close() {
            drover.close();
        }
    }
}
