package dev.drover.samples.multimno;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.PySpark;
import dev.drover.StorageUri;
import dev.drover.pipeline.MultimnoPipeline;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed: that its parts belong together. */
class ApplicationTest {
    private static final Path APPLICATION = Path.of("application");

    @TempDir
    Path folder;

    private static Map<String, String> unpacked(Path zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private List<String> laidOut() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theDeploymentHasTheFormOfMultimnos() throws IOException {
        Deployment.layOut(APPLICATION, false, folder);

        assertThat(laidOut())
                .contains(Deployment.MAIN, Deployment.WHEEL, Deployment.JAR, "conf/general.ini")
                .contains(Deployment.REQUIREMENTS + "daypart-1.0-py3-none-any.whl")
                .hasSize(14);
        assertThat(unpacked(folder.resolve(Deployment.JAR)))
                .containsOnlyKeys("dev/drover/samples/multimno/grid/GridTile.class");
    }

    @Test
    void theWheelSaysWhatItNeedsAndWhichComponentsItHas() throws IOException {
        Map<String, String> files = unpacked(Wheel.build(APPLICATION, folder));

        assertThat(files)
                .containsKeys("mobility/__init__.py", "mobility/main.py", "mobility/stays.py")
                .doesNotContainKey("main_mobility.py");
        assertThat(files.get("mobility-1.0.dist-info/METADATA"))
                .contains("Name: mobility\n", "Version: 1.0\n", "Requires-Dist: daypart==1.0\n");
        assertThat(files.get("mobility-1.0.dist-info/entry_points.txt"))
                .contains("[console_scripts]\nmobility = mobility.main:main\n")
                .contains("[mobility.components]\nEventGeneration = mobility.events:EventGeneration\n");
        assertThat(files.get("mobility-1.0.dist-info/RECORD"))
                .contains("mobility/main.py,sha256=", "\nmobility-1.0.dist-info/RECORD,,\n");
    }

    @Test
    void theSameSourcesGiveTheSameBytes() throws IOException {
        byte[] once = Files.readAllBytes(Wheel.build(APPLICATION, folder));

        assertThat(Wheel.build(APPLICATION, folder.resolve("again"))).hasBinaryContent(once);
    }

    @Test
    void theWheelHasEveryComponentOfThePipelineAndEachItsConfiguration() throws IOException {
        Pipeline pipeline = MultimnoPipeline.running(
                        PySpark.script(StorageUri.parse("s3://code/main.py")).build())
                .read(APPLICATION.resolve("pipeline.json"));
        String points = Project.read(APPLICATION.resolve("pyproject.toml")).entryPoints();

        assertThat(pipeline.steps()).extracting(Step::name).containsExactlyElementsOf(OnClouds.COMPONENTS);
        for (Step step : pipeline.steps()) {
            assertThat(points).contains("\n" + step.name() + " = mobility.");
            String configuration = step.job().options().args().get(2);
            assertThat(Files.readString(APPLICATION.resolve(configuration))).contains("[" + step.name() + "]");
        }
    }

    @Test
    void onlyTheFifthComponentLacksASettingAndTheMendedConfigurationHasIt() throws IOException {
        Deployment.layOut(APPLICATION, false, folder);
        String missing = "minimum_minutes = 30";
        assertThat(folder.resolve("conf/stay_detection.ini")).content().doesNotContain(missing);
        assertThat(OnClouds.COMPONENTS.indexOf("StayDetection")).isEqualTo(4);

        Deployment.layOut(APPLICATION, true, folder);

        assertThat(folder.resolve("conf/stay_detection.ini")).content().contains(missing);
        assertThat(laidOut()).hasSize(14);
    }

    /** The three configurations differ in where, and in nothing else: the same properties are set. */
    @Test
    void eachPlaceSetsTheSamePropertiesOfTheApplication() throws IOException {
        List<List<String>> properties = new ArrayList<>();
        for (String place : List.of("local.yaml", "emr.yaml", "dataproc.yaml")) {
            properties.add(Files.readAllLines(Path.of(place)).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("spark.mobility."))
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .toList());
        }

        assertThat(properties)
                .containsOnly(List.of(
                        "spark.mobility.code", "spark.mobility.home", "spark.mobility.venv", "spark.mobility.jars"));
    }
}
