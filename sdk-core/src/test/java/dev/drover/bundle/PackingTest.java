package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels together, and how. */
class PackingTest {
    private static final String SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @TempDir
    private Path folder;

    @Test
    void onlySmallFilesThatNothingTakesAloneArePacked() {
        List<HashedFile> files = List.of(
                file("conf/a.ini", 5),
                file("conf/big.bin", Packing.LARGEST + 1),
                file("conf/edge.bin", Packing.LARGEST),
                file("etl/module.py", 5),
                file("jars/x.jar", 5),
                file("main.py", 5),
                file("requirements/x.whl", 5));

        Packing packing = Packing.of(files, true);

        assertThat(names(packing.alone()))
                .containsExactly("conf/big.bin", "jars/x.jar", "main.py", "requirements/x.whl");
        assertThat(packing.packs())
                .singleElement()
                .satisfies(pack -> assertThat(names(pack.files()))
                        .containsExactly("conf/a.ini", "conf/edge.bin", "etl/module.py"));
        assertThat(Packing.of(files, false).alone()).isEqualTo(files);
    }

    @Test
    void aPackOfOneIsNone() {
        assertThat(Packing.of(List.of(file("a", 5)), true).packs()).isEmpty();
        assertThat(Packing.of(List.of(file("a", 5)), true).alone()).hasSize(1);
    }

    @Test
    void packsStaySmall() {
        List<HashedFile> files = IntStream.range(0, 200)
                .mapToObj(i -> file("data/%03d".formatted(i), 200 << 10))
                .toList();

        List<Pack> packs = Packing.of(files, true).packs();

        assertThat(packs)
                .hasSizeGreaterThan(4)
                .allSatisfy(pack -> assertThat(pack.files().stream()
                                .mapToLong(each -> each.digest().size())
                                .sum())
                        .isLessThanOrEqualTo(8 << 20));
        assertThat(packs.stream().mapToInt(pack -> pack.files().size()).sum()).isBetween(199, 200);
    }

    /** Otherwise one new file would send the whole tree again. */
    @Test
    void aNewFileChangesFewPacks() {
        List<HashedFile> files = new ArrayList<>(IntStream.range(0, 5_000)
                .mapToObj(i -> file("tree/%05d".formatted(i), 1_000))
                .toList());
        Set<String> before = digests(files);
        files.add(0, file("tree/00000-new", 1_000));

        Set<String> after = digests(files);

        assertThat(before).hasSizeBetween(4, 30);
        after.removeAll(before);
        assertThat(after).hasSizeBetween(1, 2);
    }

    @Test
    void aPackIsAZipThatAnybodyCanRead() throws IOException {
        List<HashedFile> files =
                List.of(written("conf/a b.ini", "[a]"), written("conf/\u00fc'\"$x`.ini", "[\u00fc]"), written("z", ""));
        Pack pack = new Pack(files);

        byte[] bytes = pack.bytes();

        List<String> found = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.add(entry.getName() + "=" + new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).containsExactly("conf/a b.ini=[a]", "conf/\u00fc'\"$x`.ini=[\u00fc]", "z=");
        assertThat(pack.bytes()).isEqualTo(bytes);
        assertThat(Pack.find(bytes, "z"))
                .hasValueSatisfying(content -> assertThat(content).isEmpty());
        assertThat(Pack.find(bytes, "y")).isEmpty();
    }

    @Test
    void theAddressOfAPackIsWhatItHolds() throws IOException {
        String address = new Pack(List.of(written("a", "1"), written("b", "2"))).digest();

        assertThat(new Pack(List.of(written("a", "1"), written("b", "2"))).digest())
                .isEqualTo(address);
        assertThat(new Pack(List.of(written("a", "1"), written("c", "2"))).digest())
                .isNotEqualTo(address);
        assertThat(new Pack(List.of(written("a", "1"), written("b", "3"))).digest())
                .isNotEqualTo(address);
        assertThat(new Pack(List.of(written("a", "1"))).digest()).isNotEqualTo(address);
    }

    private static Set<String> digests(List<HashedFile> files) {
        Set<String> digests = new HashSet<>();
        Packing.of(files, true).packs().forEach(pack -> digests.add(pack.digest()));
        return digests;
    }

    private static List<String> names(List<HashedFile> files) {
        return files.stream().map(HashedFile::name).toList();
    }

    private static HashedFile file(String name, long size) {
        return new HashedFile(name, Path.of(name), new FileDigest(size, SHA));
    }

    private HashedFile written(String name, String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "file", ""), text);
        return new HashedFile(name, file, new FileHasher().digest(file));
    }
}
