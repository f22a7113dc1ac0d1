package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Capability;
import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link Storage} promises, as tests. Extend it, and say which storage:
 *
 * <pre>{@code
 * class AcmeStorageConformanceTest extends StorageConformance {
 *     protected Storage storage() { return drover.storage(root()); }
 *     protected StorageUri root() { return StorageUri.parse("acme://bucket/conformance"); }
 * }
 * }</pre>
 *
 * <p>Each test writes below a prefix of its own under {@link #root} and deletes what it wrote, so that many may share a
 * bucket. The storage is used until then: close it in an {@code @AfterAll} method.
 */
@ExtendWith(ConformanceReport.class)
public abstract class StorageConformance {
    private static final int MIB = 1 << 20;

    private final String prefix = "conformance-" + UUID.randomUUID() + "/";

    /** For subclasses. */
    protected StorageConformance() {}

    /** The storage to test; the same or another one at each call. */
    protected abstract Storage storage();

    /** A prefix in that storage under which objects may be written. */
    protected abstract StorageUri root();

    /** Whether names may hold any Unicode character; if not, the storage refuses them with INVALID_ARGUMENT. */
    protected boolean takesUnicodeNames() {
        return true;
    }

    /** The time that the storage shows; by default the machine's. */
    protected InstantSource clock() {
        return InstantSource.system();
    }

    @AfterEach
    void deleteEverything() {
        storage().deleteAll(uris(uri("")));
    }

    @Test
    void anObjectThatIsPutIsThere() {
        Instant before = clock().instant();
        StoredObject put = storage().put(uri("a"), Content.of("hello"));

        assertThat(put.uri()).isEqualTo(uri("a"));
        assertThat(put.size()).isEqualTo(5);
        assertThat(Duration.between(before, put.modifiedAt()).abs()).isLessThan(Duration.ofMinutes(10));
        assertThat(storage().stat(uri("a"))).hasValueSatisfying(found -> {
            assertThat(found.uri()).isEqualTo(uri("a"));
            assertThat(found.size()).isEqualTo(5);
        });
        assertThat(text(uri("a"))).isEqualTo("hello");
    }

    @Test
    void putReplaces() {
        storage().put(uri("a"), Content.of("the first and longer one"));
        storage().put(uri("a"), Content.of("second"));

        assertThat(text(uri("a"))).isEqualTo("second");
        assertThat(storage().stat(uri("a")).map(StoredObject::size)).contains(6L);
    }

    @Test
    void objectsOfEverySizeComeBackAsTheyWere() {
        for (int size : new int[] {0, 1, 8_191, 8_192, 65_537, 5 * MIB}) {
            byte[] bytes = Samples.random(size);
            storage().put(uri("size"), Content.of(bytes));

            assertThat(bytes(storage().get(uri("size")))).as("%d bytes", size).isEqualTo(bytes);
            assertThat(storage().stat(uri("size")).map(StoredObject::size)).contains((long) size);
        }
    }

    @Test
    void whatIsNotThereIsEmptyOrNotFound() {
        storage().put(uri("directory/object"), Content.of("x"));

        for (StorageUri absent : List.of(uri("absent"), uri("directory"), uri("directory/object/below"))) {
            assertThat(storage().stat(absent)).as("%s", absent).isEmpty();
            assertCode(ErrorCode.NOT_FOUND, () -> bytes(storage().get(absent)));
            assertCode(ErrorCode.NOT_FOUND, () -> bytes(storage().getRange(absent, 0, 1)));
            assertCode(ErrorCode.NOT_FOUND, () -> storage().copy(absent, uri("copy")));
        }
        assertThat(storage().stat(uri("copy"))).isEmpty();
    }

    @Test
    void rangesEndWithTheObject() {
        storage().put(uri("digits"), Content.of("0123456789"));

        assertThat(range("digits", 0, 1)).isEqualTo("0");
        assertThat(range("digits", 0, 10)).isEqualTo("0123456789");
        assertThat(range("digits", 3, 4)).isEqualTo("3456");
        assertThat(range("digits", 9, 1)).isEqualTo("9");
        assertThat(range("digits", 8, 100)).isEqualTo("89");
        assertThat(range("digits", 5, Long.MAX_VALUE)).isEqualTo("56789");
        assertThat(range("digits", 10, 1)).isEmpty();
        assertThat(range("digits", 1_000, 5)).isEmpty();
        assertThat(range("digits", 2, 0)).isEmpty();
        storage().put(uri("empty"), Content.of(""));
        assertThat(range("empty", 0, 10)).isEmpty();
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().getRange(uri("digits"), -1, 1));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().getRange(uri("digits"), 0, -1));
    }

    @Test
    void aStreamCanBeReadByteByByteAndSkipped() throws IOException {
        storage().put(uri("digits"), Content.of("0123456789"));

        try (InputStream in = storage().getRange(uri("digits"), 1, 6)) {
            assertThat(in.read()).isEqualTo('1');
            in.skipNBytes(3);
            assertThat(in.read()).isEqualTo('5');
            assertThat(in.read()).isEqualTo('6');
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[4])).isEqualTo(-1);
        }
    }

    @Test
    void aStreamGoesOnAfterItsObjectIsReplacedOrFailsButNeverMixes() throws IOException {
        byte[] old = Samples.filled('o', MIB);
        storage().put(uri("a"), Content.of(old));

        try (InputStream in = storage().get(uri("a"))) {
            byte[] head = in.readNBytes(10);
            storage().put(uri("a"), Content.of(Samples.filled('n', MIB)));
            assertThat(head).containsOnly('o');
            byte[] rest;
            try {
                rest = in.readAllBytes();
            } catch (IOException e) {
                return; // Allowed: the store gave the old object up.
            }
            assertThat(rest).hasSize(MIB - 10).containsOnly('o');
        }
    }

    @Test
    void listingIsInTheOrderOfBytes() {
        List<String> names = new ArrayList<>(List.of(
                "a!", "a-b", "a.txt", "a/1", "a/2/x", "a/2.x", "a/Z", "a0", "a_b", "aa", "b/1", "b.b/1", "b-b", "Z",
                "~"));
        if (takesUnicodeNames()) {
            // In UTF-16 the emoji, a surrogate pair, would stand before the other two.
            names.addAll(List.of("\u00e9", "\uE000", "\uFFFCx", "\uD83D\uDE00"));
        }
        storeAll(names);

        List<StorageUri> expected = names.stream()
                .sorted(Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                .map(this::uri)
                .toList();
        assertThat(uris(uri(""))).isEqualTo(expected);
    }

    @Test
    void aPrefixIsAnyBeginning() {
        storeAll(List.of("p/ab", "p/abc/1", "p/abc/2", "p/abd", "p/b", "pab"));

        assertThat(uris(uri("p/ab"))).containsExactly(uri("p/ab"), uri("p/abc/1"), uri("p/abc/2"), uri("p/abd"));
        assertThat(uris(uri("p/abc/"))).containsExactly(uri("p/abc/1"), uri("p/abc/2"));
        assertThat(uris(uri("p/abc"))).containsExactly(uri("p/abc/1"), uri("p/abc/2"));
        assertThat(uris(uri("p/abc/2"))).containsExactly(uri("p/abc/2"));
        assertThat(uris(uri("p"))).hasSize(6);
        assertThat(uris(uri("p/c"))).isEmpty();
        assertThat(uris(uri("p/b/"))).isEmpty();
        assertThat(uris(uri("absent/deep/"))).isEmpty();
    }

    @Test
    void aListingSaysWhatStatSays() {
        storage().put(uri("a"), Content.of("12345"));

        try (Stream<StoredObject> listed = storage().list(uri(""))) {
            assertThat(listed).singleElement().satisfies(object -> {
                assertThat(object.size()).isEqualTo(5);
                assertThat(storage().stat(uri("a"))).contains(object);
            });
        }
    }

    @Test
    void longListingsArePagedWithoutGapsOrRepeats() {
        List<String> names = IntStream.range(0, 1_050)
                .mapToObj(i -> (i % 3 == 0 ? "many/%04d" : "many/%04d/deep").formatted(i))
                .toList();
        storeAll(names);

        assertThat(uris(uri("many/"))).isEqualTo(names.stream().map(this::uri).toList());
        try (Stream<StoredObject> listed = storage().list(uri("many/"))) {
            assertThat(listed.skip(999).limit(3).map(StoredObject::uri))
                    .containsExactly(uri(names.get(999)), uri(names.get(1_000)), uri(names.get(1_001)));
        }
    }

    @Test
    void deletingIsRepeatable() {
        storage().put(uri("a"), Content.of("x"));
        storage().put(uri("ab"), Content.of("y"));

        storage().delete(uri("a"));
        storage().delete(uri("a"));
        storage().delete(uri("never/there"));

        assertThat(storage().stat(uri("a"))).isEmpty();
        assertThat(uris(uri(""))).containsExactly(uri("ab"));
    }

    @Test
    void deletingAPrefixIsNoWayToDeleteWhatIsBelow() {
        storage().put(uri("directory/object"), Content.of("x"));

        storage().delete(uri("directory"));

        assertThat(text(uri("directory/object"))).isEqualTo("x");
    }

    @Test
    void deleteAllDeletesWhatIsThereAndNothingElse() {
        storeAll(List.of("d/1", "d/2", "d/e/3", "keep"));

        storage().deleteAll(List.of(uri("d/1"), uri("d/2"), uri("d/e/3"), uri("d/absent")));
        storage().deleteAll(List.of());

        assertThat(uris(uri(""))).containsExactly(uri("keep"));
    }

    @Test
    void aDeletedNameCanBeCreatedAgain() {
        assertThat(storage().putIfAbsent(uri("a"), Content.of("1"))).isPresent();
        storage().delete(uri("a"));

        assertThat(storage().putIfAbsent(uri("a"), Content.of("2"))).isPresent();
        assertThat(text(uri("a"))).isEqualTo("2");
    }

    @Test
    void copiesAreObjectsOfTheirOwn() {
        storage().put(uri("from"), Content.of("one"));
        storage().put(uri("to/it"), Content.of("replaced"));

        StoredObject copy = storage().copy(uri("from"), uri("to/it"));
        storage().put(uri("from"), Content.of("changed since"));

        assertThat(copy.uri()).isEqualTo(uri("to/it"));
        assertThat(copy.size()).isEqualTo(3);
        assertThat(text(uri("to/it"))).isEqualTo("one");
        storage().copy(uri("from"), uri("from"));
        assertThat(text(uri("from"))).isEqualTo("changed since");
    }

    @Test
    void putIfAbsentLeavesWhatIsThere(Shown shown) {
        shown.note(Capability.PUT_IF_ABSENT, true);
        Optional<StoredObject> first = storage().putIfAbsent(uri("a"), Content.of("first"));
        Optional<StoredObject> second = storage().putIfAbsent(uri("a"), Content.of("second one"));

        assertThat(first).hasValueSatisfying(object -> {
            assertThat(object.uri()).isEqualTo(uri("a"));
            assertThat(object.size()).isEqualTo(5);
        });
        assertThat(second).isEmpty();
        assertThat(text(uri("a"))).isEqualTo("first");
    }

    @Test
    void ofManyCreatorsExactlyOneWins() throws Exception {
        int callers = 32;
        for (int round = 0; round < 5; round++) {
            StorageUri contested = uri("contested/" + round);
            CyclicBarrier together = new CyclicBarrier(callers);
            List<Optional<StoredObject>> answers = Concurrently.call(callers, caller -> {
                together.await();
                return storage().putIfAbsent(contested, Content.of(Samples.filled('A' + caller, 1_000 + caller)));
            });

            List<Integer> winners = IntStream.range(0, callers)
                    .filter(caller -> answers.get(caller).isPresent())
                    .boxed()
                    .toList();
            assertThat(winners).as("winners of round %d", round).hasSize(1);
            int winner = winners.get(0);
            assertThat(bytes(storage().get(contested))).isEqualTo(Samples.filled('A' + winner, 1_000 + winner));
        }
    }

    @Test
    void aReaderNeverSeesHalfAnObject() throws Exception {
        StorageUri replaced = uri("replaced");
        storage().put(replaced, Content.of(Samples.filled(0, 1_000)));
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger reads = new AtomicInteger();

        Concurrently.call(3, caller -> {
            if (caller == 0) {
                try {
                    for (int version = 1; version <= 40 || (reads.get() < 40 && version < 5_000); version++) {
                        storage().put(replaced, Content.of(Samples.filled(version, sizeOf(version & 0xFF))));
                    }
                } finally {
                    writing.set(false);
                }
                return reads.get();
            }
            while (writing.get()) {
                byte[] seen = bytes(storage().get(replaced));
                assertThat(seen).isNotEmpty();
                assertThat(seen).isEqualTo(Samples.filled(seen[0], sizeOf(seen[0] & 0xFF)));
                reads.incrementAndGet();
            }
            return reads.get();
        });

        assertThat(reads).hasValueGreaterThanOrEqualTo(40);
    }

    @Test
    void aContentThatFailsLeavesNothingBehind() {
        AtomicInteger open = new AtomicInteger();
        Content failing = Samples.content(
                200_000,
                open,
                () -> new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), Samples.broken()));

        assertFails(() -> storage().put(uri("new/object"), failing));
        assertFails(() -> storage().putIfAbsent(uri("new/object"), failing));
        storage().put(uri("old"), Content.of("as it was"));
        assertFails(() -> storage().put(uri("old"), failing));

        assertThat(storage().stat(uri("new/object"))).isEmpty();
        assertThat(text(uri("old"))).isEqualTo("as it was");
        assertThat(uris(uri(""))).containsExactly(uri("old"));
        assertThat(open).as("streams left open").hasValue(0);
        assertThat(storage().putIfAbsent(uri("new/object"), Content.of("free"))).isPresent();
    }

    @Test
    void aContentOfAnotherLengthThanAnnouncedIsNotStored() {
        AtomicInteger open = new AtomicInteger();
        Content shorter = Samples.content(100, open, () -> new ByteArrayInputStream(new byte[99]));

        assertFails(() -> storage().put(uri("a"), shorter));
        assertFails(() -> storage().putIfAbsent(uri("a"), shorter));

        assertThat(uris(uri(""))).isEmpty();
        assertThat(open).as("streams left open").hasValue(0);
    }

    @Test
    void aContentIsReadAtLeastOnceAndClosed() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        storage().put(uri("a"), Samples.content(3, open, () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(new byte[] {1, 2, 3});
        }));

        assertThat(opened).hasPositiveValue();
        assertThat(open).hasValue(0);
        assertThat(bytes(storage().get(uri("a")))).containsExactly(1, 2, 3);
    }

    @Test
    void oddNamesAreNamesLikeAnyOther() {
        List<String> names = List.of(
                "with space",
                " leading",
                "trailing ",
                "quote'\"s",
                "per%2Fcent",
                "per%cent",
                "plus+plus",
                "hash#tag",
                "what?",
                "semi;colon",
                "a=b&c",
                "back\\slash",
                "star*",
                "[brackets]",
                "{braces}",
                "$dollar",
                "~tilde",
                "colon:at@",
                "..dots",
                "dots..",
                "...",
                ".hidden",
                "-dash",
                "caret^`|<>",
                "n".repeat(200));
        roundTrip(names);
    }

    @Test
    void namesBeyondAsciiAreKeptOrRefused() {
        List<String> names = List.of("\u00fcml\u00e4ut", "\u65e5\u672c\u8a9e", "\uD83D\uDE80", "\u0440\u0443\u0441");
        if (takesUnicodeNames()) {
            roundTrip(names);
        } else {
            names.forEach(name ->
                    assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().put(uri(name), Content.of("x"))));
            assertThat(uris(uri(""))).isEmpty();
        }
    }

    @Test
    void urisOfOtherPlacesAreRefused() {
        StorageUri other = storage().location().scheme().equals("elsewhere")
                ? new StorageUri("nowhere", "bucket", "object")
                : new StorageUri("elsewhere", "bucket", "object");
        storage().put(uri("here"), Content.of("x"));

        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().stat(other));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().put(other, Content.of("x")));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().putIfAbsent(other, Content.of("x")));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().get(other));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().getRange(other, 0, 1));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> uris(other));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().delete(other));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().deleteAll(List.of(uri("here"), other)));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().copy(uri("here"), other));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().copy(other, uri("here")));
        assertThat(text(uri("here"))).isEqualTo("x");
    }

    @Test
    void aPrefixIsNoObject() {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().put(uri("directory/"), Content.of("x")));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().putIfAbsent(uri("directory/"), Content.of("x")));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> storage().get(uri("directory/")));
        assertThat(uris(uri(""))).isEmpty();
    }

    @Test
    void theStorageSaysWhereItIs() {
        assertThat(storage().location()).isEqualTo(root().location());
    }

    /** The URI of a test's object. */
    protected final StorageUri uri(String name) {
        return root().resolve(prefix + name);
    }

    private static int sizeOf(int version) {
        return 1_000 + version * 1_700;
    }

    private void roundTrip(List<String> names) {
        for (String name : names) {
            storage().put(uri("odd/" + name), Content.of("content of " + name));
        }
        for (String name : names) {
            assertThat(text(uri("odd/" + name))).isEqualTo("content of " + name);
        }
        assertThat(uris(uri("odd/")))
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> uri("odd/" + name)).toList());
    }

    private void storeAll(List<String> names) {
        Concurrently.call(8, worker -> {
            for (int i = worker; i < names.size(); i += 8) {
                storage().put(uri(names.get(i)), Content.of(names.get(i)));
            }
            return worker;
        });
    }

    private List<StorageUri> uris(StorageUri from) {
        try (Stream<StoredObject> listed = storage().list(from)) {
            return listed.map(StoredObject::uri).toList();
        }
    }

    private String range(String name, long offset, long length) {
        return new String(bytes(storage().getRange(uri(name), offset, length)), StandardCharsets.UTF_8);
    }

    private String text(StorageUri uri) {
        return new String(bytes(storage().get(uri)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("The object could not be read to its end", e);
        }
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DroverException.class, error -> {
            assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
            assertThat(error.effect()).isEqualTo(Effect.NONE);
            assertThat(error.retryable()).isFalse();
        });
    }

    private static void assertFails(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DroverException.class);
    }
}
