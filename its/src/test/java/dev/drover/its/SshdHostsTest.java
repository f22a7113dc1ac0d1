package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Command;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.NodeResult;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.testkit.ClusterConformance;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of clusters, scripts and files, over OpenSSH's own servers. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_SSHD", matches = ".+")
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_PYSPARK_4_2_0", matches = ".+")
class SshdHostsTest extends ClusterConformance {
    private final Drover drover = newDrover();

    /** After the tests' own end, which still ends a cluster. */
    @RegisterExtension
    private final AfterAllCallback close = context -> drover.close();

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return Sshd.builder().build();
    }

    @Override
    protected String location() {
        return Sshd.HERE;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return ClusterSpec.builder().workers(1, Resources.of(2, 2048)).build();
    }

    @Test
    void scriptsFilesAndJobsWork() throws Exception {
        ClusterHandle cluster = drover.clusters(Sshd.HERE).list().stream()
                .findFirst()
                .map(status -> drover.cluster(status.id()))
                .orElseThrow();
        cluster.awaitReady(Duration.ofMinutes(2));

        assertThat(cluster.nodes()
                        .run(BootstrapAction.script("say", "echo \"$DROVER_ROLE $1\"; exit 3")
                                .args("it's $HOME")
                                .build()))
                .extracting(NodeResult::output)
                .contains("master it's $HOME\n", "worker it's $HOME\n");
        byte[] bytes = new byte[5 << 20];
        new java.util.Random(1).nextBytes(bytes);
        assertThat(cluster.nodes().put(Content.of(bytes), "a folder/a file")).allMatch(NodeResult::succeeded);
        Path got = Sshd.folder().resolve("got");
        cluster.nodes().get(cluster.describe().nodes().get(0).id(), "a folder/a file", got);
        assertThat(got).hasBinaryContent(bytes);

        JobHandle job = cluster.jobs()
                .submit(
                        Command.of("echo")
                                .args("over", "SSH")
                                .driver(Resources.of(1, 512))
                                .build(),
                        RequestKey.random());
        job.awaitSuccess(Duration.ofMinutes(2));
        assertThat(job.logs().tail(Source.STDOUT, 5)).contains("over SSH");
    }
}
