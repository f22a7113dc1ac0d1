package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which versions stay, and what becomes of the rest. */
class RetentionTest {
    private Shelf shelf;

    /** Five versions, a day apart, the last an hour old; the second is the latest. */
    @BeforeEach
    void fiveVersions(@TempDir Path source) {
        shelf = new Shelf(source);
        for (int i = 1; i <= 5; i++) {
            shelf.age(Duration.ofDays(1));
            shelf.hold(Map.of("main.py", "version " + i, "shared.jar", "same"));
            shelf.pushVersion(String.valueOf(i));
        }
        shelf.age(Duration.ofHours(1));
        shelf.repository.moveLatest("etl", "2");
    }

    @Test
    void theYoungestAndTheLatestStay() {
        assertThat(expendable(Retention.keepLast(0))).containsExactly("1", "3", "4", "5");
        assertThat(expendable(Retention.keepLast(1))).containsExactly("1", "3", "4");
        assertThat(expendable(Retention.keepLast(4))).containsExactly("1");
        assertThat(expendable(Retention.keepLast(5))).isEmpty();
        assertThat(expendable(Retention.keepLast(9))).isEmpty();
    }

    @Test
    void anyRuleKeeps() {
        assertThat(expendable(Retention.keepLast(0).orYoungerThan(Duration.ofHours(26))))
                .containsExactly("1", "3");
        assertThat(expendable(Retention.keepLast(0).orYoungerThan(Duration.ofHours(25))))
                .as("25 hours old is not younger")
                .containsExactly("1", "3", "4");
        assertThat(expendable(Retention.keepLast(1).orNamed("1").orNamed("4", "gone")))
                .containsExactly("3");
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Retention.keepLast(-1)).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> Retention.keepLast(1).orYoungerThan(Duration.ofDays(-1)))
                .isInstanceOf(DroverException.class);
    }

    @Test
    void whatGoesIsUsableForADayAndThenGone() {
        StoredPackage opened = shelf.repository.open("etl", "1");

        Pruned pruned = shelf.repository.prune("etl", Retention.keepLast(1));

        assertThat(pruned.versions()).extracting(PackageVersion::version).containsExactly("1", "3", "4");
        assertThat(pruned.objects()).isZero();
        assertThat(shelf.versions()).containsExactly("5", "2");
        assertThat(shelf.storage.objects).containsKey(opened.uri("main.py").path());

        shelf.age(Duration.ofHours(25));
        Pruned later = shelf.repository.prune("etl", Retention.keepLast(1));

        assertThat(later.versions()).isEmpty();
        assertThat(later.objects()).isEqualTo(3);
        assertThat(later.bytes()).isEqualTo(3L * "version 1".length());
        assertThat(shelf.below("retired/")).isEmpty();
        assertThat(shelf.below("files/")).hasSize(3);
        shelf.isWhole();
    }

    @Test
    void whatAnInterruptedPushLeftGoesAfterADay() {
        shelf.hold(Map.of("main.py", "never published", "shared.jar", "same"));
        shelf.storage.beforePut = path -> {
            if (path.contains("/versions/")) {
                throw new AssertionError("killed");
            }
        };
        assertThatThrownBy(() -> shelf.pushVersion("6")).hasMessage("killed");
        shelf.storage.beforePut = path -> {};

        shelf.age(Duration.ofHours(23));
        assertThat(shelf.repository.prune("etl", Retention.keepLast(9)).objects())
                .isZero();
        shelf.age(Duration.ofHours(2));
        assertThat(shelf.repository.prune("etl", Retention.keepLast(9)).objects())
                .isOne();
        shelf.isWhole();
    }

    @Test
    void aVersionThatWasPrunedCanBePushedAgain() {
        shelf.repository.prune("etl", Retention.keepLast(1));
        shelf.age(Duration.ofHours(13));
        shelf.hold(Map.of("main.py", "version 1", "shared.jar", "same"));

        Pushed again = shelf.pushVersion("1");

        assertThat(again.sent()).as("what was pruned is kept for a day").isZero();
        shelf.age(Duration.ofDays(2));
        shelf.repository.prune("etl", Retention.keepLast(1));
        assertThat(shelf.versions()).contains("1");
        shelf.isWhole();
    }

    @Test
    void copiesOfPackedFilesStayWithTheirVersion() {
        shelf.hold(Map.of("conf/a.ini", "a", "conf/b.ini", "b"));
        shelf.pushVersion("6");
        String copy = shelf.repository.open("etl").uri("conf/a.ini").path();
        shelf.age(Duration.ofDays(3));

        shelf.repository.prune("etl", Retention.keepLast(1));
        assertThat(shelf.storage.objects).containsKey(copy);

        shelf.hold(Map.of("main.py", "seven"));
        shelf.pushVersion("7");
        shelf.repository.prune("etl", Retention.keepLast(1));
        shelf.age(Duration.ofDays(3));
        shelf.repository.prune("etl", Retention.keepLast(1));
        assertThat(shelf.storage.objects).doesNotContainKey(copy);
        assertThat(shelf.below("packs/")).isEmpty();
    }

    private List<String> expendable(Retention retention) {
        return shelf.repository.expendable("etl", retention).stream()
                .map(PackageVersion::version)
                .toList();
    }
}
