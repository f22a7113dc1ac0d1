package dev.drover.gcp.dataprocserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.dataproc.v1.Batch.State;
import dev.drover.ClusterId;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs.Source;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import dev.drover.testkit.spark.FastClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of jobs, with batches that really run. The time passes quickly, since they are looked at seldom. */
class BatchConformanceTest extends JobConformance {
    private final DroverClock clock = new FastClock(10);
    private BatchWorld world;
    private Drover drover;

    @BeforeAll
    void start(@TempDir Path folder) {
        world = BatchWorld.running(folder);
        drover = builder().build();
    }

    @AfterAll
    void stop() {
        drover.close();
        world.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover.Builder builder() {
        return world.drover().clock(clock).operationTimeout(Duration.ofMinutes(10));
    }

    @Override
    protected ClusterId cluster() {
        return BatchWorld.REGION;
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.parse("gs://bucket/code/");
    }

    @Override
    protected Optional<JobId> submitByOthers() {
        return Optional.of(cluster()
                .job(world.batches.add(BatchWorld.PARENT, 1, State.RUNNING).get(0)));
    }

    @Override
    protected DroverClock clock() {
        return clock;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(20);
    }

    @Test
    void aScriptFindsItsModulesAndArguments() throws IOException {
        Storage storage = drover.storage(codeFolder());
        StorageUri module = codeFolder().resolve("greeting.zip");
        StorageUri script = codeFolder().resolve("main.py");
        storage.put(module, Content.of(zip("greeting.py", "def say(name):\n    print('hello ' + name)\n")));
        storage.put(script, Content.of("import sys, greeting\ngreeting.say(sys.argv[1])\nraise KeyError('day')\n"));

        JobHandle handle = drover.jobs(cluster())
                .submit(PySpark.script(script).pyFiles(module).args("it's you").build(), RequestKey.random());

        JobFailedException failed =
                catchThrowableOfType(JobFailedException.class, () -> handle.awaitSuccess(patience()));
        assertThat(handle.logs().tail(Source.STDOUT, 100)).contains("hello it's you");
        assertThat(failed.rootCause().exception()).contains("KeyError");
    }

    private static byte[] zip(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
