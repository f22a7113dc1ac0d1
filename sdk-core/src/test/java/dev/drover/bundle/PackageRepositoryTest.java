package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drover.DroverException;
import dev.drover.DroverListener.UploadProgress;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushing, listing and opening. */
class PackageRepositoryTest {
    private static final String MAIN_SHA = "8a06d0ad43bc6bd4c1cc2a04ba0f45fdb0b61a5ddfa5d82ba0f7ba0c7ddc5b9f";

    private Shelf shelf;

    @BeforeEach
    void fourFiles(@TempDir Path source) {
        shelf = new Shelf(source);
        shelf.write("main.py", "print('hello')");
        shelf.write("jars/etl.jar", "jar");
        shelf.write("conf/etl.ini", "[etl]");
        shelf.write("conf/more.ini", "[more]");
    }

    @Test
    void aVersionAppearsWithItsManifestAndBecomesTheLatestLast() {
        Pushed pushed = shelf.push();

        assertThat(pushed.version()).matches("[0-9a-f]{16}");
        assertThat(pushed.files()).containsExactly("conf/etl.ini", "conf/more.ini", "jars/etl.jar", "main.py");
        assertThat(pushed.sent()).isEqualTo(4);
        assertThat(pushed.skipped()).isZero();
        assertThat(pushed.bytes()).isEqualTo(14 + 3 + 5 + 6);
        assertThat(pushed.repositories()).containsExactly(StorageUri.parse("map://bucket/packages/"));
        List<String> puts = shelf.storage.puts;
        assertThat(puts).hasSize(6);
        assertThat(puts.get(0)).matches("packages/staged/etl/[0-9a-f]{64}.json").contains(pushed.version());
        assertThat(puts.get(4)).isEqualTo("packages/versions/etl/" + pushed.version() + ".json");
        assertThat(puts.get(5)).isEqualTo("packages/latest/etl/00000001.json");
        assertThat(shelf.below("staged/")).isEmpty();
        assertThat(puts.subList(1, 4))
                .anyMatch(path -> path.matches("packages/files/etl/[0-9a-f]{64}/main.py"))
                .anyMatch(path -> path.matches("packages/files/etl/[0-9a-f]{64}/etl.jar"))
                .anyMatch(path -> path.matches("packages/packs/etl/[0-9a-f]{64}.zip"));
        shelf.isWhole();
    }

    @Test
    void theManifestIsThis() throws Exception {
        shelf.hold(Map.of("main.py", ""));
        Pushed pushed = shelf.push();

        byte[] json = shelf.storage.objects.get("packages/versions/etl/" + pushed.version() + ".json");
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"packs\":[],\"files\":{\"main.py\":{\"size\":0,\"sha256\":"
                        + "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}}}");
        assertThat(new String(shelf.storage.objects.get("packages/latest/etl/00000001.json"), StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"version\":\"" + pushed.version() + "\"}");
    }

    @Test
    void theSameContentIsTheSameVersionAndNothingIsWritten() {
        String version = shelf.push().version();
        shelf.storage.puts.clear();

        Pushed again = shelf.push();

        assertThat(again.version()).isEqualTo(version);
        assertThat(again.sent()).isZero();
        assertThat(again.skipped()).isEqualTo(4);
        assertThat(shelf.storage.puts).isEmpty();
    }

    @Test
    void onlyWhatChangedIsSentAndTheOldVersionStays() {
        String old = shelf.push().version();
        shelf.write("main.py", "print('HELLO')");
        shelf.storage.puts.clear();

        Pushed changed = shelf.push();

        assertThat(changed.version()).isNotEqualTo(old);
        assertThat(changed.sent()).isOne();
        assertThat(changed.skipped()).isEqualTo(3);
        assertThat(shelf.storage.puts).hasSize(4);
        assertThat(shelf.repository.latest("etl")).contains(changed.version());
        assertThat(shelf.versions()).containsExactlyInAnyOrder(old, changed.version());
        shelf.isWhole();
    }

    @Test
    void aChangedFileOfAPackSendsItsPackAlone() {
        shelf.push();
        shelf.write("conf/etl.ini", "[etl2]");

        Pushed changed = shelf.push();

        assertThat(changed.sent()).isEqualTo(2);
        assertThat(shelf.below("packs/")).hasSize(2);
        shelf.isWhole();
    }

    @Test
    void filesOfOneContentAndNameAreOneObject() {
        shelf.hold(Map.of("a/x.jar", "same", "b/x.jar", "same", "b/y.jar", "same"));

        Pushed pushed = shelf.push();

        assertThat(pushed.sent()).isEqualTo(3);
        assertThat(shelf.below("files/")).hasSize(2);
        assertThat(shelf.push().skipped()).isEqualTo(3);
    }

    @Test
    void whatIsLostIsSentAgain() {
        Pushed pushed = shelf.push();
        shelf.storage.objects.keySet().removeIf(path -> path.endsWith("/main.py") || path.contains("/packs/"));
        shelf.storage.objects.replaceAll((path, bytes) -> path.endsWith("/etl.jar") ? new byte[1] : bytes);

        Pushed again = shelf.push();

        assertThat(again.sent()).isEqualTo(4);
        assertThat(again.version()).isEqualTo(pushed.version());
        shelf.isWhole();
    }

    @Test
    void aVersionWithANameNeverChanges() {
        shelf.pushVersion("1.4.0");
        shelf.write("main.py", "other");
        shelf.storage.puts.clear();

        assertCode(ErrorCode.ALREADY_EXISTS, () -> shelf.pushVersion("1.4.0"), "1.4.0");

        assertThat(shelf.storage.puts).isEmpty();
        assertThat(shelf.pushVersion("1.5.0").version()).isEqualTo("1.5.0");
        assertThat(shelf.repository.latest("etl")).contains("1.5.0");
        shelf.isWhole();
    }

    @Test
    void theLatestCanStayAndCanBeMovedBack() {
        shelf.pushVersion("1");
        shelf.write("main.py", "other");

        shelf.push(PushOptions.DEFAULT.version("2").latest(false));
        assertThat(shelf.repository.latest("etl")).contains("1");

        shelf.repository.moveLatest("etl", "2");
        assertThat(shelf.repository.open("etl").version()).isEqualTo("2");
        shelf.repository.moveLatest("etl", "1");
        assertThat(shelf.repository.open("etl").version()).isEqualTo("1");
        assertCode(ErrorCode.NOT_FOUND, () -> shelf.repository.moveLatest("etl", "3"), "[1, 2]");
        assertThat(shelf.repository.latest("etl")).contains("1");
    }

    @Test
    void oldEntriesOfThePointerAreForgotten() {
        shelf.pushVersion("1");
        shelf.write("main.py", "other");
        shelf.pushVersion("2");
        for (int i = 0; i < 20; i++) {
            shelf.repository.moveLatest("etl", i % 2 == 0 ? "1" : "2");
        }

        assertThat(shelf.below("latest/")).hasSizeLessThan(13).contains("latest/etl/00000022.json");
        assertThat(shelf.repository.latest("etl")).contains("2");
    }

    @Test
    void whatIsThereIsListed() {
        assertThat(shelf.repository.names()).isEmpty();
        assertThat(shelf.repository.versions("etl")).isEmpty();
        shelf.pushVersion("1");
        shelf.age(Duration.ofMinutes(1));
        shelf.write("main.py", "other");
        shelf.pushVersion("2");

        assertThat(shelf.repository.names()).containsExactly("etl");
        assertThat(shelf.repository.versions("etl"))
                .containsExactly(
                        new PackageVersion("etl", "2", shelf.clock.instant(), true),
                        new PackageVersion("etl", "1", shelf.clock.instant().minusSeconds(60), false));
        assertThat(shelf.repository.versions("etl2")).isEmpty();
    }

    @Test
    void aPackageSaysWhereItsFilesAre() {
        shelf.write("jars/spark-3.5_2.12/sedona.jar", "old");
        shelf.write("jars/spark-4.0_2.13/sedona.jar", "new");
        shelf.pushVersion("1");

        StoredPackage opened = shelf.repository.open("etl", "1");

        assertThat(opened.files()).hasSize(6);
        assertThat(opened.files(FileKind.JAR)).hasSize(3);
        assertThat(opened.bytes()).isEqualTo(28 + 6);
        assertThat(opened.jars(SparkBuild.of("3.5.8")))
                .containsExactly("jars/etl.jar", "jars/spark-3.5_2.12/sedona.jar");
        assertThat(opened.uri("main.py").toString()).matches("map://bucket/packages/files/etl/[0-9a-f]{64}/main.py");
        assertThat(opened.uris("jars/", () -> Optional.of(SparkBuild.of("4.0.1"))))
                .extracting(StorageUri::fileName)
                .containsExactly("etl.jar", "sedona.jar");
        assertCode(ErrorCode.UNSUPPORTED, () -> opened.uris("jars/", Optional::empty), "sparkVersion");
        assertCode(ErrorCode.NOT_FOUND, () -> opened.uris("jar/", Optional::empty), "'jar/'");
        assertCode(ErrorCode.NOT_FOUND, () -> opened.uri("mian.py"), "Did you mean 'main.py'");
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> opened.uri("../main.py"), "'..'");
        assertThat(opened.packs().values())
                .singleElement()
                .satisfies(files -> assertThat(files).containsExactly("conf/etl.ini", "conf/more.ini"));
    }

    @Test
    void aFileOfAPackGetsAnObjectOfItsOwnWhenItIsAskedFor() {
        shelf.pushVersion("1");
        StoredPackage opened = shelf.repository.open("etl");
        shelf.storage.puts.clear();

        StorageUri uri = opened.uri("conf/etl.ini");

        assertThat(new String(shelf.storage.objects.get(uri.path()), StandardCharsets.UTF_8))
                .isEqualTo("[etl]");
        assertThat(opened.uri("conf/etl.ini")).isEqualTo(uri);
        assertThat(shelf.repository.open("etl").uri("conf/etl.ini")).isEqualTo(uri);
        assertThat(shelf.storage.puts).hasSize(1);
        assertThat(shelf.pushVersion("1").sent()).isZero();
    }

    @Test
    void aDamagedPackIsFoundOut() {
        shelf.pushVersion("1");
        shelf.storage.objects.replaceAll((path, bytes) -> path.endsWith(".zip") ? new byte[20] : bytes);

        assertCode(
                ErrorCode.INTERNAL,
                () -> shelf.repository.open("etl").uri("conf/etl.ini"),
                "does not hold 'conf/etl.ini'");
    }

    @Test
    void withoutPackingEveryFileIsAnObject() {
        shelf.push(PushOptions.DEFAULT.packing(false));

        assertThat(shelf.below("packs/")).isEmpty();
        assertThat(shelf.below("files/")).hasSize(4);
        assertThat(shelf.repository.open("etl").packs()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertCode(ErrorCode.NOT_FOUND, () -> shelf.repository.open("etl"), "packages []");
        shelf.pushVersion("1");
        assertCode(ErrorCode.NOT_FOUND, () -> shelf.repository.open("other"), "packages [etl]");
        assertCode(ErrorCode.NOT_FOUND, () -> shelf.repository.open("etl", "2"), "[1]");
        for (String bad : List.of("", "..", "a/b", "a b", "\u00fc", "-a", "a@1", "a".repeat(101))) {
            assertCode(ErrorCode.INVALID_ARGUMENT, () -> shelf.repository.open(bad), "package");
            assertCode(ErrorCode.INVALID_ARGUMENT, () -> shelf.repository.open("etl", bad), "version");
            assertCode(ErrorCode.INVALID_ARGUMENT, () -> PushOptions.DEFAULT.version(bad), "version");
        }
    }

    @Test
    void whatSomebodyElseWroteIsNoPackage() {
        shelf.pushVersion("1");
        shelf.storage.objects.put("packages/latest/etl/readme.txt", new byte[3]);
        shelf.storage.objects.put("packages/latest/loose.json", new byte[3]);
        shelf.storage.objects.put("packages/versions/etl/readme.txt", new byte[3]);
        assertThat(shelf.repository.latest("etl")).contains("1");
        assertThat(shelf.repository.names()).containsExactly("etl");
        assertThat(shelf.versions()).containsExactly("1");

        for (String manifest : List.of(
                "",
                "{}",
                "[]",
                "{\"format\":2,\"files\":{}}",
                "{\"format\":1,\"files\":{}}",
                "{\"format\":1,\"files\":{" + "\"../../etc/passwd\":{\"size\":1,\"sha256\":\"" + MAIN_SHA + "\"}}}",
                "{\"format\":1,\"files\":{" + "\"a\":{\"size\":-1,\"sha256\":\"" + MAIN_SHA + "\"}}}",
                "{\"format\":1,\"files\":{" + "\"a\":{\"size\":1,\"sha256\":\"../../x\"}}}",
                "{\"format\":1,\"files\":{" + "\"a\":{\"size\":1,\"sha256\":\"" + MAIN_SHA + "\",\"pack\":0}}}",
                "{\"format\":1,\"packs\":[\"../../x\"],\"files\":{" + "\"a\":{\"size\":1,\"sha256\":\"" + MAIN_SHA
                        + "\",\"pack\":0}}}")) {
            shelf.storage.objects.put("packages/versions/etl/2.json", manifest.getBytes(StandardCharsets.UTF_8));
            assertCode(ErrorCode.INTERNAL, () -> shelf.repository.open("etl", "2"), "2.json");
        }
        shelf.storage.objects.put(
                "packages/latest/etl/00000009.json", "{\"version\":\"../x\"}".getBytes(StandardCharsets.UTF_8));
        assertCode(ErrorCode.INTERNAL, () -> shelf.repository.latest("etl"), "00000009.json");
    }

    @Test
    void aFileThatChangesMeanwhileIsAConflictAndNoVersionAppears() {
        for (String file : List.of("main.py", "conf/etl.ini")) {
            shelf.write(file, "as it was");
            shelf.storage.objects.clear();
            shelf.storage.beforePut = path -> {
                if (path.endsWith("etl.jar")) {
                    shelf.write(file, "as it is.");
                }
            };
            // One after the other, so that the file is read after it has changed.
            shelf.storage.objects.clear();
            Throwable error = catchThrowable(shelf::push);
            if (error != null) {
                assertThat(error).isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(e).hasMessageContaining(file.substring(file.lastIndexOf('/') + 1));
                });
                assertThat(shelf.versions()).isEmpty();
            }
            shelf.storage.beforePut = path -> {};
            shelf.isWhole();
        }
    }

    @Test
    void progressCountsFilesOnceAndEndsWhole() throws Exception {
        shelf.push();
        shelf.write("main.py", "other");
        List<UploadProgress> told = new ArrayList<>();

        PackageRepository.push(
                "etl",
                PackageBundle.directory(shelf.source),
                PushOptions.DEFAULT,
                List.of(shelf.repository),
                told::add);

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo(new UploadProgress(shelf.repository.prefix(), 3, 4, 3, 0, 5));
        assertThat(told.get(1)).isEqualTo(new UploadProgress(shelf.repository.prefix(), 4, 4, 3, 5, 5));
    }

    @Test
    void whatTakesTooLongIsNotPublished() {
        shelf.storage.beforePut = path -> {
            if (path.endsWith("main.py")) {
                shelf.age(Duration.ofHours(24));
            }
        };

        assertCode(ErrorCode.DEADLINE_EXCEEDED, shelf::push, "Push again");

        assertThat(shelf.versions()).isEmpty();
        shelf.storage.beforePut = path -> {};
        shelf.push();
        shelf.isWhole();
    }

    @Test
    void allRepositoriesHaveItBeforeItIsTheLatestInAny() throws Exception {
        MapStorage other = new MapStorage("other");
        other.now = shelf.clock::instant;
        PackageRepository second = PackageRepository.at(other, StorageUri.parse("map://other/p"), shelf.clock);
        other.beforePut = path -> {
            throw new DroverException(ErrorCode.QUOTA_EXCEEDED, "full");
        };
        assertCode(
                ErrorCode.QUOTA_EXCEEDED,
                () -> shelf.push(PushOptions.DEFAULT.version("1"), List.of(shelf.repository, second)),
                "full");
        assertThat(shelf.repository.latest("etl")).isEmpty();

        other.beforePut = path -> {};
        Pushed pushed = shelf.push(PushOptions.DEFAULT.version("1"), List.of(shelf.repository, second));

        assertThat(pushed.sent()).isEqualTo(4);
        assertThat(pushed.skipped()).isEqualTo(4);
        assertThat(shelf.repository.latest("etl")).contains("1");
        assertThat(second.latest("etl")).contains("1");
        assertThat(second.open("etl").uri("main.py").path().substring("p/".length()))
                .isEqualTo(shelf.repository.open("etl").uri("main.py").path().substring("packages/".length()));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> shelf.push(PushOptions.DEFAULT, List.of()), "no repository");
    }

    @Test
    void whatWasPushedIsNamedByReference() {
        Pushed pushed = shelf.pushVersion("1.4.0");

        assertThat(pushed.uri("main.py")).isEqualTo(StorageUri.parse("package://etl@1.4.0/main.py"));
        assertThat(pushed.uris("jars/")).isEqualTo(StorageUri.parse("package://etl@1.4.0/jars/"));
        assertThat(pushed.uris("")).isEqualTo(StorageUri.parse("package://etl@1.4.0/"));
        assertCode(ErrorCode.NOT_FOUND, () -> pushed.uri("mian.py"), "main.py");
        assertCode(ErrorCode.NOT_FOUND, () -> pushed.uris("wheels/"), "wheels/");
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> pushed.uris("jars"), "'jars/'");
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call, String saying) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DroverException.class, error -> {
            assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
            assertThat(error).hasMessageContaining(saying);
        });
    }
}
