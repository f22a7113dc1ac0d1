package dev.drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.config.ConfigException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multimno's pipeline.json becomes jobs as its orchestrator would have started them. */
class MultimnoPipelineTest {
    private static final PySpark MAIN = PySpark.script(StorageUri.parse("s3://acme/code/main_multimno.py"))
            .pyFiles(StorageUri.parse("s3://acme/code/multimno.whl"))
            .conf("spark.sql.session.timeZone", "UTC")
            .build();
    private static final Path FILE = Path.of("pipeline.json");

    private static String json(String args, String... components) {
        return "{\n\t\"general_config_path\": \"conf/general.ini\",\n\t\"spark_submit_args\": " + args
                + ",\n\t\"pipeline\": ["
                + Stream.of(components)
                        .map(id -> "{\"component_id\": \"" + id + "\", \"component_config_path\": \"conf/" + id
                                + ".ini\"}")
                        .collect(Collectors.joining(", "))
                + "]\n}\n";
    }

    private static Pipeline parse(String text) {
        return MultimnoPipeline.running(MAIN).parse(FILE, text);
    }

    private static PySpark job(Pipeline pipeline, int step) {
        return (PySpark) pipeline.steps().get(step).job();
    }

    @Test
    void eachComponentBecomesAStepInItsOrder() {
        Pipeline pipeline = parse(json("[]", "GridGeneration", "EventCleaning", "Indicators", "Indicators"));

        assertThat(pipeline.name()).isEqualTo("pipeline.json");
        assertThat(pipeline.steps())
                .extracting(Step::name)
                .containsExactly("GridGeneration", "EventCleaning", "Indicators", "Indicators-2");
        assertThat(pipeline.before(pipeline.steps().get(2))).containsExactly("EventCleaning");
        assertThat(job(pipeline, 1).options().args())
                .containsExactly("EventCleaning", "conf/general.ini", "conf/EventCleaning.ini");
        assertThat(job(pipeline, 1).script()).isEqualTo(MAIN.script());
        assertThat(job(pipeline, 1).pyFiles()).isEqualTo(MAIN.pyFiles());
        assertThat(job(pipeline, 1).options().conf()).containsEntry("spark.sql.session.timeZone", "UTC");
        assertThat(pipeline.exitCodes()).containsExactly(Map.entry(2, ExitMeaning.WARNING_STOP));
        assertThat(pipeline.onFailure()).isEqualTo(OnFailure.STOP);
        assertThat(pipeline.target()).isEmpty();
    }

    @Test
    void countedNamesAreNobodyElses() {
        Pipeline pipeline = parse(json("[]", "A", "A", "A-2", "A"));

        assertThat(pipeline.steps()).extracting(Step::name).containsExactly("A", "A-2", "A-2-2", "A-3");
    }

    @Test
    void relativePathsAreMeantBelowTheWorkdir() {
        Pipeline pipeline = MultimnoPipeline.running(MAIN)
                .workdir("/opt/workdir/")
                .parse(FILE, json("[]", "A").replace("conf/general.ini", "/etc/general.ini"));

        assertThat(job(pipeline, 0).options().args())
                .containsExactly("A", "/etc/general.ini", "/opt/workdir/conf/A.ini");
    }

    @Test
    void optionsOfSparkSubmitBecomePartsOfTheJob() {
        Pipeline pipeline = parse(json("""
                ["--master=spark://spark-master:7077", "--deploy-mode", "client", "--verbose",
                 "--packages=org.apache.sedona:sedona-spark-3.5_2.12:1.5.1,org.datasyslab:geotools-wrapper:1.5.1-28.2",
                 "--driver-memory=6G", "--driver-cores", "2", "--executor-memory", "4g", "--num-executors=3",
                 "--conf", "spark.a=b=c d", "-c", "spark.driver.memory=7g", "--py-files", "s3://a/b.py,s3://a/c.zip",
                 "--jars=s3://a/d.jar", "--queue", "root.mno", "--name", "demo"]""", "A"));

        PySpark job = job(pipeline, 0);
        assertThat(job.options().conf())
                .contains(
                        Map.entry(
                                "spark.jars.packages",
                                "org.apache.sedona:sedona-spark-3.5_2.12:1.5.1,org.datasyslab:geotools-wrapper:1.5.1-28.2"),
                        Map.entry("spark.executor.memory", "4g"),
                        Map.entry("spark.executor.instances", "3"),
                        Map.entry("spark.a", "b=c d"),
                        Map.entry("spark.jars", "s3://a/d.jar"))
                .doesNotContainKey("spark.driver.memory");
        assertThat(job.options().driver()).isEqualTo(Resources.of(2, 7 * 1024));
        assertThat(job.pyFiles()).hasSize(3);
        assertThat(job.options().queue()).hasValue("root.mno");
        assertThat(job.options().name()).hasValue("demo");
        assertThat(pipeline.notices())
                .containsExactly(
                        "pipeline.json:3:24: --master spark://spark-master:7077 is left out: where the pipeline runs decides"
                                + " on the cluster",
                        "pipeline.json:3:62: --deploy-mode client is left out: drivers always run on the cluster",
                        "pipeline.json:3:89: --verbose is left out: it changes nothing but what is printed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"--frobnicate\", \"x\"]|3:24: '--frobnicate' is no option",
                "[\"main.py\"]|3:24: 'main.py' is no option; options begin with '--'",
                "[\"--conf\"]|3:24: --conf needs a value",
                "[\"--conf\", \"x\"]|3:24: --conf: 'x' is not a property",
                "[\"--conf=master=x\"]|'master' is not a Spark property",
                "[\"--driver-memory=lots\"]|'lots' is not a size",
                "[\"--driver-memory=1m\"]|Memory must be 256 MiB",
                "[\"--class=Main\"]|--class is not possible here: the main program is a script",
                "[\"--keytab\", \"a\"]|--keytab is not possible here",
                "[\"--py-files\", \"local.py\"]|--py-files:",
                "[7]|3:24: 7 is a whole number"
            })
    void whatCannotBeTranslatedIsRefusedWithItsPlace(String given) {
        String[] parts = given.split("\\|", -1);

        assertThatThrownBy(() -> parse(json(parts[0], "A")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipeline.json:")
                .hasMessageContaining(parts[1]);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> parse("""
                        {"general_config_path": "a", "spark_submit_arg": [],
                         "pipeline": [{"component_id": "A"},
                                      {"component_id": "B", "component_config_path": ""}]}"""))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(3))
                .hasMessageContaining(
                        "1:30: there is no key 'spark_submit_arg' here; did you mean 'spark_submit_args'?")
                .hasMessageContaining("2:15: the key 'component_config_path' is missing");
    }

    @Test
    void aComponentWhoseIdCannotNameAStepIsRefused() {
        assertThatThrownBy(() -> parse(json("[]", "A; rm -rf /"))).hasMessageContaining("cannot name a step");
    }

    @Test
    void jsonIsReadAsItIsWritten() {
        Pipeline pipeline = parse(json("[]", "A")
                .replace("conf/A.ini", "conf\\/\\u00e9t\\u00e9 \\ud83d\\ude00 \\\"x\\\".ini")
                .replace("\\n", "\\r\\n"));

        assertThat(job(pipeline, 0).options().args().get(2)).isEqualTo("conf/\u00e9t\u00e9 \ud83d\ude00 \"x\".ini");
    }

    @Test
    void aHugeFileIsRefusedBeforeItIsRead(@TempDir Path folder) throws IOException {
        Path huge = folder.resolve("pipeline.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(50L << 20);
        }
        long before = System.nanoTime();

        assertThatThrownBy(() -> MultimnoPipeline.running(MAIN).read(huge))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("too large");

        assertThat(System.nanoTime() - before).as("nanoseconds").isLessThan(2_000_000_000L);
        assertThatThrownBy(() -> MultimnoPipeline.running(MAIN).read(folder.resolve("absent.json")))
                .hasMessageContaining("cannot be read");
    }
}
