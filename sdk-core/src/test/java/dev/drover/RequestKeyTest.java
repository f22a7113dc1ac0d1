package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestKeyTest {
    private static final String ALPHABET = "ab-/~ ü09_.\\#%";

    @Test
    void keysParseBackWhateverTheyHold() {
        SplittableRandom random = new SplittableRandom(20261121);
        for (int i = 0; i < 2_000; i++) {
            RequestKey key = randomKey(random);
            assertThat(RequestKey.parse(key.toString())).isEqualTo(key);
        }
    }

    @Test
    void attemptNamesAreLegalEverywhereAndDiffer() {
        SplittableRandom random = new SplittableRandom(7);
        Set<RequestKey> keys = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            RequestKey key = randomKey(random);
            if (keys.add(key)) {
                String name = new Attempt(Attempt.Kind.JOB, key, 1).name(20 + random.nextInt(21));
                assertThat(Attempt.isName(name)).as(name).isTrue();
                assertThat(name)
                        .matches("[a-z]([a-z0-9-]*[a-z0-9])?")
                        .doesNotContain("--")
                        .hasSizeLessThanOrEqualTo(40);
                assertThat(names.add(name.substring(name.length() - 16)))
                        .as("hash of " + key)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "etl",
                "daily-report-2026-11-21",
                "0123456789abcdef",
                "-0123456789abcdef",
                "etl_0123456789abcdef",
                "etl-0123456789ABCDEF",
                "etl-0123456789abcde",
                "etl-0123456789abcdeg",
                "Etl-0123456789abcdef",
                "9etl-0123456789abcdef",
                "e--tl-0123456789abcdef",
                "etl-0123456789abcdef\n",
                "etl-0123456789abcdef ",
                "a-name-that-is-far-too-long-0123456789abcdef",
            })
    void whatOthersChooseIsNoName(String text) {
        assertThat(Attempt.isName(text)).isFalse();
    }

    @Test
    void nameIsTheSameInEveryJvm() {
        Attempt attempt = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl", "2026-11-21"), 1);

        assertThat(attempt.name()).isEqualTo(KNOWN);
        assertThat(new Attempt(Attempt.Kind.CLUSTER, attempt.key(), 1).name()).isNotEqualTo(attempt.name());
        assertThat(new Attempt(Attempt.Kind.JOB, attempt.key(), 2).name()).isNotEqualTo(attempt.name());
    }

    /** Written down once: runs that were submitted by older versions are found by it. */
    private static final String KNOWN = "etl-2026-11-21-ee3d4c6ed241233e";

    @Test
    void partsThatCouldRunTogetherAreToldApart() {
        assertThat(new Attempt(Attempt.Kind.JOB, RequestKey.of("a", "bc"), 1).name())
                .isNotEqualTo(new Attempt(Attempt.Kind.JOB, RequestKey.of("ab", "c"), 1).name());
        assertThat(new Attempt(Attempt.Kind.JOB, RequestKey.of("a:1:b"), 1).name())
                .isNotEqualTo(new Attempt(Attempt.Kind.JOB, RequestKey.of("a", "b"), 1).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0007"})
    void hostilePartsAreRefused(String part) {
        assertThatThrownBy(() -> RequestKey.of(part)).isInstanceOf(DroverException.class);
    }

    @Test
    void sizeIsBounded() {
        assertThatThrownBy(() -> RequestKey.of("x".repeat(201))).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> new RequestKey(List.of())).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> new RequestKey(Collections.nCopies(17, "x"))).isInstanceOf(DroverException.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void attemptsAreCountedFromOne(int number) {
        RequestKey key = RequestKey.of("x");
        assertThatThrownBy(() -> new Attempt(Attempt.Kind.JOB, key, number)).isInstanceOf(DroverException.class);
    }

    @Test
    void allTriesOfAnAirflowTaskHaveOneKey() {
        RequestKey task = RequestKey.ofAirflow("orders", "manual__2026-11-21T00:00:00+00:00", "group.report", null);

        assertThat(task).isEqualTo(RequestKey.of("orders", "manual__2026-11-21T00:00:00+00:00", "group.report"));
        assertThat(RequestKey.ofAirflow("orders", "manual__2026-11-21T00:00:00+00:00", "group.report", -1))
                .isEqualTo(task);
        assertThat(RequestKey.ofAirflow("orders", "manual__2026-11-21T00:00:00+00:00", "group.report", 0))
                .isEqualTo(task.child("0"));
    }

    @Test
    void airflowsLongestIdsFitAndStayApart() {
        String id = "d".repeat(249);
        RequestKey one = RequestKey.ofAirflow(id + "1", id + "1", id + "1", 1);
        RequestKey other = RequestKey.ofAirflow(id + "2", id + "1", id + "1", 1);

        assertThat(one.parts()).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(200));
        assertThat(one).isNotEqualTo(other);
        assertThat(one).isEqualTo(RequestKey.ofAirflow(id + "1", id + "1", id + "1", 1));
        assertThat(RequestKey.ofAirflow("d".repeat(200), "r", "t", null).parts().get(0))
                .isEqualTo("d".repeat(200));
    }

    private static RequestKey randomKey(SplittableRandom random) {
        String[] more = new String[random.nextInt(4)];
        for (int i = 0; i < more.length; i++) {
            more[i] = randomPart(random);
        }
        return RequestKey.of(randomPart(random), more);
    }

    private static String randomPart(SplittableRandom random) {
        StringBuilder part = new StringBuilder();
        int length = 1 + random.nextInt(30);
        for (int i = 0; i < length; i++) {
            part.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return part.toString();
    }
}
