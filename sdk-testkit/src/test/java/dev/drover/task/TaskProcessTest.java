package dev.drover.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.mem.MemPlatform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a process says that nobody ends; signals are sent to real ones in sdk-standalone. */
@ExtendWith(DroverExtension.class)
class TaskProcessTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final TaskProcess process = TaskProcess.printingTo(new PrintStream(said, true, StandardCharsets.UTF_8));
    private SparkTask task;

    @BeforeEach
    void aTask(Drover drover, MemPlatform platform, ManualClock clock) {
        task = SparkTask.builder(
                        drover, RequestKey.of("report"), Command.of("report").build())
                .on(new JobTarget.Cluster(platform.cluster("mem://eu/etl")))
                .clock(clock)
                .build();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysTheResultInOneLineAndAFile(Drover drover) throws IOException {
        Path file = Files.writeString(folder.resolve("return.json"), "of the last try");

        int code = process.xcom(file).run(() -> drover, unused -> task);

        assertThat(code).isZero();
        assertThat(said())
                .startsWith("{\"exit\":0,")
                .endsWith("}" + System.lineSeparator())
                .hasLineCount(1);
        assertThat(file).hasContent(said().strip());
        assertThat(folder.toFile().list()).containsExactly("return.json");
    }

    @Test
    void anErrorOfTheProgramIsToldLikeAnyOther() {
        int code = process.run(
                () -> {
                    throw new NoClassDefFoundError("com/acme/Missing");
                },
                unused -> task);

        assertThat(code).isEqualTo(4);
        assertThat(said()).startsWith("{\"exit\":4,").contains("com/acme/Missing");
    }

    @Test
    void aFolderThatIsNotThereIsRefusedBeforeAnythingIsSent(Drover drover, MemPlatform platform) {
        int code = process.xcom(folder.resolve("none/return.json")).run(() -> drover, unused -> task);

        assertThat(code).isEqualTo(2);
        assertThat(said()).contains("\"code\":\"INVALID_ARGUMENT\"", "\"effect\":\"NONE\"");
        assertThat(platform.runs()).isEmpty();
    }

    @Test
    void aResultThatCannotBeWrittenIsUnknownToItsReader(Drover drover) throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));

        int code = process.xcom(gone.resolve("return.json")).run(() -> drover, unused -> {
            try {
                Files.delete(gone);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return task;
        });

        assertThat(code).isEqualTo(4);
        assertThat(said()).startsWith("{\"exit\":4,").contains("\"state\":\"SUCCEEDED\"", "\"unwritten\":");
    }
}
