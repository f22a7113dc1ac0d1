package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pip is asked, and what its answers mean; a script stands in for it. Real pip: {@link PipTest}. */
class PythonRequirementsTest {
    @TempDir
    private Path folder;

    @Test
    void pipIsAskedWithoutAShell() throws Exception {
        String python = python("printf '%s\\n' \"$@\" > '" + folder.resolve("asked") + "'");
        Path list = Files.writeString(folder.resolve("my list.txt"), "x");

        List<Path> wheels = PythonRequirements.of("pandas>=2; python_version < '4'", "a b$(touch x)`")
                .addFile(list)
                .python("3.9")
                .platform("manylinux2014_x86_64")
                .platform("any")
                .folder(folder)
                .onlyFolders()
                .interpreter(python)
                .build()
                .download(folder.resolve("out"));

        assertThat(wheels).isEmpty();
        List<String> asked = Files.readAllLines(folder.resolve("asked"));
        assertThat(asked.subList(0, 6))
                .containsExactly("-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--dest");
        assertThat(asked.subList(7, asked.size()))
                .containsExactly(
                        "--only-binary=:all:",
                        "--python-version",
                        "3.9",
                        "--implementation",
                        "cp",
                        "--platform",
                        "manylinux2014_x86_64",
                        "--platform",
                        "any",
                        "--no-index",
                        "--find-links",
                        folder.toString(),
                        "--requirement",
                        list.toString(),
                        "--",
                        "pandas>=2; python_version < '4'",
                        "a b$(touch x)`");
    }

    @Test
    void whatPipBringsIsInTheDirectoryAndNothingElseIsLeftThere() throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("kept.whl"), "before");
        Files.writeString(out.resolve("b.whl"), "old");

        List<Path> wheels = requirements("echo new > b.whl; echo new > a.whl").download(out);

        assertThat(wheels).containsExactly(out.resolve("a.whl"), out.resolve("b.whl"));
        assertThat(out.resolve("b.whl")).hasContent("new\n");
        assertThat(out).isDirectoryNotContaining("glob:**/.pip*");
        assertThat(PackageBundle.builder().requirements(wheels).build().files())
                .containsOnlyKeys("requirements/a.whl", "requirements/b.whl");
        assertThat(PackageBundle.builder().requirements(out).build().files()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/python3: No module named pip, UNSUPPORTED, Install pip",
        "no such option: --only-binary, UNSUPPORTED, newer pip",
        "ERROR: Could not find a version that satisfies x ERROR: No matching distribution found for x, NOT_FOUND, wheel",
        "Retrying (Retry(total=4)) No matching distribution found, UNAVAILABLE, index",
        "ERROR: Invalid requirement: '!', INVALID_ARGUMENT, pandas==",
        "OSError: [Errno 28] No space left on device, QUOTA_EXCEEDED, Free space",
        "something else, FAILED, ended with 3"
    })
    void whatPipSaysHasACode(String said, ErrorCode code, String advice) {
        Path out = folder.resolve("out");
        assertCode(
                code,
                () -> requirements("echo half > a.whl; echo \"" + said + "\" >&2; exit 3")
                        .download(out),
                advice);
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void whatCannotBeStartedIsUnsupported() {
        assertCode(
                ErrorCode.UNSUPPORTED,
                () -> PythonRequirements.of("x")
                        .interpreter("no-such-python")
                        .build()
                        .download(folder.resolve("out")),
                "'no-such-python' cannot be started");
    }

    @Test
    void pipThatTakesTooLongIsEndedWithAllThatItStarted() {
        PythonRequirements slow = PythonRequirements.of("x")
                .interpreter(python("echo $$ > '" + folder.resolve("pid") + "'; sleep 600 & wait"))
                .timeout(Duration.ofMillis(500))
                .build();

        assertCode(ErrorCode.DEADLINE_EXCEEDED, () -> slow.download(folder.resolve("out")), "PT0.5S");

        assertGone();
    }

    @Test
    void anInterruptEndsPip() throws Exception {
        PythonRequirements slow = requirements("echo $$ > '" + folder.resolve("pid") + "'; sleep 600");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                slow.download(folder.resolve("out"));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(folder.resolve("pid")));

        caller.interrupt();
        caller.join(60_000);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertGone();
    }

    private void assertGone() {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            String pid = Files.readString(folder.resolve("pid")).strip();
            assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "--index-url=http://evil", "-r x", "a\nb"})
    void whatPipWouldTakeForSomethingElseIsRefused(String requirement) {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> PythonRequirements.of(requirement), "pandas==");
    }

    @Test
    void oddThingsAreRefused() {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> PythonRequirements.of().build(), "no requirements");
        assertThatThrownBy(() -> PythonRequirements.of("x @ git+https://me:hunter2@host/x"))
                .hasMessageContaining("no password")
                .hasMessageNotContaining("hunter2");
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> PythonRequirements.of("x").python("3.x"), "'3.x'");
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> PythonRequirements.of("x").platform("--x"), "'--x'");
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> PythonRequirements.of("x").timeout(Duration.ZERO), "above zero");
    }

    /** Runs where pip is to put its wheels. */
    private PythonRequirements requirements(String script) {
        return PythonRequirements.of("x").interpreter(python(script)).build();
    }

    private String python(String script) {
        try {
            Path file = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            return file.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call, String saying) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DroverException.class, error -> {
            assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
            assertThat(error).hasMessageContaining(saying);
        });
    }
}
