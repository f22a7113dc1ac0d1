package dev.drover.standalone.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code host.sh}, run by bash as hosts run it, with input that may break off. */
class HostScriptTest {
    @TempDir
    Path home;

    private record Ended(int code, String out, String err) {}

    private static byte[] input(Request request) throws IOException {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        request.writeTo("base folder", in);
        return in.toByteArray();
    }

    private Ended run(Request request) throws Exception {
        return run(input(request));
    }

    private Ended run(byte[] input) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-s").directory(home.toFile());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException ended) {
            // It needs no more.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private Stream<Path> files() throws IOException {
        return Files.walk(home).filter(Files::isRegularFile);
    }

    @Test
    void nothingOfAScriptThatBreaksOffIsRun() throws Exception {
        byte[] whole = input(Request.keyed("put", "file", 0));
        int end = new String(whole, StandardCharsets.UTF_8).lastIndexOf("}\n");
        for (int length : new int[] {end, end - 1, end - 5, end - 12, end - 20, end / 2, end / 3}) {
            var unused = run(Arrays.copyOf(whole, length));
            assertThat(files()).as("cut at %d of %d", length, whole.length).isEmpty();
        }
        assertThat(run(whole).code()).isZero();
        assertThat(home.resolve("file")).isEmptyFile();
    }

    @Test
    void aFileThatBreaksOffIsDropped() throws Exception {
        Files.writeString(home.resolve("file"), "before");
        byte[] whole = input(Request.keyed("put", "file", 6).with(Content.of("abcdef")));

        Ended cut = run(Arrays.copyOf(whole, whole.length - 1));

        assertThat(cut.code()).isEqualTo(6);
        assertThat(files()).containsExactly(home.resolve("file"));
        assertThat(home.resolve("file")).hasContent("before");
        assertThat(run(whole).code()).isZero();
        assertThat(home.resolve("file")).hasContent("abcdef");
    }

    @Test
    void aFolderIsNotReplacedByAFile() throws Exception {
        Files.createDirectory(home.resolve("there"));

        Ended ended = run(Request.keyed("put", "there", 1).with(Content.of("x")));

        assertThat(ended.code()).isEqualTo(5);
        assertThat(files()).isEmpty();
    }

    @Test
    void anArchiveComesInPartsThatMayBeRepeated() throws Exception {
        String sum = "ab".repeat(64);
        assertThat(run(Request.keyed("append", sum, 3, 3).with(Content.of("def"))).code()).isEqualTo(6);
        assertThat(run(Request.keyed("append", sum, 0, 3).with(Content.of("abc"))).code()).isZero();
        assertThat(run(Request.keyed("append", sum, 3, 3).with(Content.of("de"))).code()).isEqualTo(6);
        assertThat(run(Request.keyed("append", sum, 3, 3).with(Content.of("def"))).code()).isZero();

        Path part = home.resolve("base folder/spark/" + sum + ".part");
        assertThat(part).hasContent("abcdef");
        Ended unpacked = run(Request.keyed("unpack", sum));
        assertThat(unpacked.code()).isEqualTo(5);
        assertThat(part).doesNotExist();
    }

    @Test
    void aHostHasOneHolder() throws Exception {
        assertThat(run(Request.keyed("claim", "one")).code()).isZero();
        assertThat(run(Request.keyed("claim", "one")).code()).isZero();

        Ended other = run(Request.keyed("claim", "two"));
        assertThat(other.code()).isEqualTo(4);
        assertThat(other.err()).contains("one");
        assertThat(run(Request.keyed("launch", "two", "worker", 1).with(Content.of("#"))).code())
                .isEqualTo(4);
        assertThat(run(Request.read("probe")).out()).isEqualTo("one\n");

        assertThat(run(Request.keyed("release", "two")).code()).isZero();
        assertThat(run(Request.read("probe")).out()).isEqualTo("one\n");
        assertThat(run(Request.keyed("release", "one")).code()).isZero();
        assertThat(run(Request.read("probe")).out()).isEmpty();
        assertThat(run(Request.keyed("claim", "two")).code()).isZero();
    }

    @Test
    void anEntryThatIsGoneIsNotChanged() throws Exception {
        Request change = Request.keyed("write", "c", 2, "change").with(Content.of("{}"));
        assertThat(run(change).code()).isEqualTo(3);
        assertThat(run(Request.keyed("write", "c", 2, "new").with(Content.of("{}"))).code()).isZero();
        assertThat(run(change).code()).isZero();
        assertThat(run(Request.read("read", "c")).out()).isEqualTo("free\n{}");
        assertThat(run(Request.keyed("erase", "c")).code()).isZero();
        assertThat(run(Request.read("read", "c")).code()).isEqualTo(3);
    }

    @Test
    void argumentsAreDataWhateverIsInThem() throws Exception {
        Path trap = home.resolve("trap");
        String nasty = "a'; touch trap; '$(touch trap)`touch trap`\ntouch trap\n\"";

        Ended ended = run(Request.keyed("put", nasty, 1).with(Content.of("x")));

        assertThat(ended.code()).isZero();
        assertThat(home.resolve(nasty)).hasContent("x");
        assertThat(trap).doesNotExist();
    }
}
