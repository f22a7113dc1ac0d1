package dev.drover.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script is run for real: bash, a real venv, real wheels. Nothing is fetched from an index. Python makes its venvs
 * itself where that is tested; elsewhere it copies one, because to install pip into each takes seconds.
 */
@Timeout(600)
class PythonEnvironmentTest {
    private record Ended(int code, String output) {}

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path venv;
    private Path jars;
    private Path commands;
    private HttpServer index;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** An index that has nothing. */
    private void startIndex() throws IOException {
        index = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        index.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        index.start();
    }

    @BeforeEach
    void start() throws Exception {
        startIndex();
        assumeTrue(
                Path.of("/bin/bash").toFile().exists()
                        && run(List.of("python3", "-c", "import ensurepip, venv"), Map.of())
                                        .code()
                                == 0,
                "there is no bash, or no python3 with venv");
        venv = folder.resolve("venv");
        jars = folder.resolve("spark/jars");
        commands = Files.createDirectory(folder.resolve("commands"));
    }

    /** What {@code python3 -m venv} would make comes from a venv that was made once. */
    private void copyVenvs() throws Exception {
        Path made = shared.resolve("venv");
        if (!Files.exists(made)) {
            Path unfinished = shared.resolve("unfinished");
            Ended ended = run(List.of("python3", "-m", "venv", "--copies", "--clear", unfinished.toString()), Map.of());
            assertThat(ended.code()).as(ended.output()).isZero();
            Files.move(unfinished, made);
        }
        command("python3", """
                if [ "$1 $2 $3 $4" = '-m venv --copies --clear' ]; then
                    find "$5" -mindepth 1 -delete && exec cp -a '%s/.' "$5"
                fi
                PATH=${PATH#*:} exec python3 "$@"
                """.formatted(made));
    }

    @AfterEach
    void close() {
        index.stop(0);
    }

    private PythonEnvironment.Builder environment() {
        return PythonEnvironment.builder("etl").folder(venv.toString()).jarsFolder(jars.toString());
    }

    private Ended make(PythonEnvironment environment) throws Exception {
        BootstrapAction action = environment.bootstrap();
        Path script =
                Files.writeString(folder.resolve("action"), action.script().orElseThrow());
        List<String> words = new ArrayList<>(List.of("/bin/bash", script.toString()));
        words.addAll(action.args());
        return run(words, Map.of("PATH", commands + ":" + System.getenv("PATH"), "RECORD", folder + "/record"));
    }

    private Ended run(List<String> words, Map<String, String> variables) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        builder.environment()
                .put("PIP_INDEX_URL", "http://127.0.0.1:" + index.getAddress().getPort() + "/simple");
        Process process = builder.start();
        assertThat(process.waitFor(8, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private String python(String code) throws Exception {
        return run(List.of(venv + "/bin/python", "-c", code), Map.of()).output().strip();
    }

    private void command(String name, String script) throws IOException {
        Files.createFile(
                commands.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(commands.resolve(name), "#!/bin/bash\n" + script, StandardCharsets.UTF_8);
    }

    @Test
    void aWheelIsInstalledWithWhatItNeedsAndWithoutAnIndex() throws Exception {
        Path hostile = folder.resolve("it's \"mine\" $(touch hacked) ü");
        Path wheel = Wheel.of("etl", "1.0", "import words\ndef main():\n    print(words.GREETING)\n")
                .requires("words>=2")
                .command("etl-greet", "main")
                .in(hostile);
        Wheel.of("words", "2.1", "GREETING = 'hello'\n").in(hostile.resolve("packages"));
        Path jar = Files.writeString(hostile.resolve("sedona spark.jar"), "jar");
        PythonEnvironment environment = environment()
                .wheel(StorageUri.of(wheel))
                .packages(StorageUri.of(hostile.resolve("packages")))
                .jar(StorageUri.of(jar))
                .build();

        Ended first = make(environment);

        assertThat(first.output()).contains("python-environment: " + venv + " is ready: Python 3");
        assertThat(first.code()).isZero();
        assertThat(asked).as("what an index was asked for").isEmpty();
        assertThat(run(List.of(venv + "/bin/etl-greet"), Map.of()).output()).isEqualTo("hello\n");
        assertThat(Files.isSymbolicLink(Path.of(environment.interpreter()))).isFalse();
        assertThat(jars.resolve("sedona spark.jar")).hasContent("jar");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jars.resolve("sedona spark.jar"))))
                .isEqualTo("rw-r--r--");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(venv)))
                .isEqualTo("rwxr-xr-x");
        assertThat(folder.resolve("hacked")).doesNotExist();

        FileTime made = Files.getLastModifiedTime(Path.of(environment.interpreter()));
        Ended second = make(environment);
        assertThat(second.code()).isZero();
        assertThat(second.output()).contains("is there already").doesNotContain("installing");
        assertThat(Files.getLastModifiedTime(Path.of(environment.interpreter())))
                .isEqualTo(made);

        Path newer = Wheel.of("words", "3.0", "GREETING = 'good day'\n").in(hostile);
        Ended other = make(environment().wheel(StorageUri.of(newer)).build());
        assertThat(other.output()).contains("installing packages");
        assertThat(python("import words; print(words.GREETING)")).isEqualTo("good day");
        assertThat(python("import etl")).as("it was made anew").contains("No module named 'etl'");
    }

    @Test
    void whateverGoesWrongIsSaidAndLeavesNothingThatLooksWhole() throws Exception {
        copyVenvs();
        Path wheel = Wheel.of("etl", "1.0", "").requires("words>=2").in(folder);
        Files.createDirectory(folder.resolve("packages"));
        Files.writeString(folder.resolve("packages/readme.txt"), "nothing for pip");
        PythonEnvironment lacking = environment()
                .wheel(StorageUri.of(wheel))
                .packages(StorageUri.of(folder.resolve("packages")))
                .build();

        Ended withoutWords = make(lacking);

        assertThat(withoutWords.code()).isNotZero();
        assertThat(withoutWords.output())
                .contains("No matching distribution found for words>=2")
                .contains("FAILED while installing packages");
        assertThat(venv.resolve(".drover-environment")).doesNotExist();

        Wheel.of("words", "2.0", "").in(folder.resolve("packages"));
        assertThat(make(lacking).code()).as("it is made again").isZero();
        assertThat(python("import etl, words; print('both')")).isEqualTo("both");
    }

    @Test
    void withoutAFolderOfPackagesAnIndexIsAsked() throws Exception {
        copyVenvs();
        Ended ended = make(environment().requirement("words==2.0").build());
        assertThat(ended.code()).isNotZero();
        assertThat(asked).containsOnly("/simple/words/");
    }

    @Test
    void aWheelThatIsNotThereIsNamed() throws Exception {
        copyVenvs();
        Ended ended = make(
                environment().wheel(StorageUri.parse("file:///nowhere/etl.whl")).build());
        assertThat(ended.code()).isNotZero();
        assertThat(ended.output()).contains("FAILED while fetching file:///nowhere/etl.whl");
    }

    @Test
    void aPythonThatIsNotThereIsNamed() throws Exception {
        Ended ended = make(environment().python("python9.9").build());
        assertThat(ended.code()).isNotZero();
        assertThat(ended.output()).contains("there is no 'python9.9' on this machine");
        assertThat(ended.output().lines().filter(line -> line.contains("FAILED")))
                .hasSize(1);
    }

    @Test
    void bucketsAreReadByTheirOwnCommandsWhichMayFailTwice() throws Exception {
        copyVenvs();
        String record = "printf '%s\\n' \"${0##*/} $*\" >>\"$RECORD\"\n";
        command("sleep", record);
        command(
                "aws",
                record + "[ \"$(grep -c ^aws \"$RECORD\")\" -gt 2 ] || exit 1\ncp " + folder + "/a.jar \"${@: -1}\"\n");
        command("gcloud", record + "cp " + folder + "/b.jar \"${@: -1}\"\n");
        Files.writeString(folder.resolve("a.jar"), "a");
        Files.writeString(folder.resolve("b.jar"), "b");

        Ended ended = make(environment()
                .jar(StorageUri.parse("s3://acme/a.jar"), StorageUri.parse("gs://acme/lib/b.jar"))
                .build());

        assertThat(ended.output()).contains("try 2 of 3 failed").contains("is ready");
        assertThat(jars.resolve("a.jar")).hasContent("a");
        assertThat(jars.resolve("b.jar")).hasContent("b");
        List<String> calls = Files.readAllLines(folder.resolve("record"));
        assertThat(calls).hasSize(3 + 2 + 1);
        assertThat(calls).filteredOn("sleep 5"::equals).hasSize(2);
        assertThat(calls.get(0)).startsWith("aws s3 cp --only-show-errors s3://acme/a.jar /");
        assertThat(calls.get(5)).startsWith("gcloud storage cp --no-user-output-enabled gs://acme/lib/b.jar /");
    }

    @Test
    void aBucketThatStaysSilentEndsIt() throws Exception {
        copyVenvs();
        command("sleep", "");
        command("aws", "echo 'Unable to locate credentials' >&2\nexit 253\n");
        Ended ended =
                make(environment().jar(StorageUri.parse("s3://acme/a.jar")).build());
        assertThat(ended.code()).isNotZero();
        assertThat(ended.output())
                .contains("Unable to locate credentials")
                .contains("FAILED while putting s3://acme/a.jar into " + jars);
        assertThat(venv.resolve(".drover-environment")).doesNotExist();
    }

    @Test
    void theFourPropertiesLeadToTheInterpreter() {
        PythonEnvironment standard = PythonEnvironment.builder("etl").build();
        assertThat(standard.properties())
                .hasSize(4)
                .containsKeys(
                        "spark.pyspark.python",
                        "spark.yarn.appMasterEnv.PYSPARK_PYTHON",
                        "spark.yarn.appMasterEnv.PYSPARK_DRIVER_PYTHON",
                        "spark.executorEnv.PYSPARK_PYTHON");
        assertThat(standard.properties().values()).allMatch("/opt/venv/etl/bin/python"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--index-url=evil", "-r x", "", "numpy\n--pre"})
    void whatPipWouldTakeForAnOptionIsRefused(String requirement) {
        assertThatThrownBy(() -> PythonEnvironment.builder("etl").requirement(requirement))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void badInputIsRefused() {
        PythonEnvironment.Builder etl = PythonEnvironment.builder("etl");
        assertThatThrownBy(() -> PythonEnvironment.builder("Etl")).hasMessageContaining("'Etl' cannot name");
        assertThatThrownBy(() -> etl.folder("venv")).hasMessageContaining("an absolute path");
        assertThatThrownBy(() -> etl.folder("/opt/../etc")).hasMessageContaining("without '..'");
        assertThatThrownBy(() -> etl.python("python3 -c evil")).hasMessageContaining("is not a Python");
        assertThatThrownBy(() -> etl.wheel(StorageUri.parse("s3://acme/etl.tar.gz")))
                .hasMessageContaining("must end in .whl");
        assertThatThrownBy(() -> etl.jar(StorageUri.parse("s3://acme/etl.zip")))
                .hasMessageContaining("must end in .jar");
        assertThatThrownBy(() -> PythonEnvironment.builder("etl")
                        .packages(StorageUri.parse("s3://acme/packages/"))
                        .build())
                .hasMessageContaining("installs nothing by itself");
        assertThatThrownBy(() -> PythonEnvironment.builder("etl")
                        .timeout(Duration.ofHours(2))
                        .build())
                .hasMessageContaining("1 s to 1 h");
    }
}
