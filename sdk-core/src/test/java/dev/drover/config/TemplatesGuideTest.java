package dev.drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterRequest;
import dev.drover.JobRequest;
import dev.drover.RequestKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/templates.md are understood, by the parser and by the schemas. */
class TemplatesGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "templates.md");

    @TempDir
    private Path folder;

    private final Map<String, String> examples = new HashMap<>();

    @BeforeEach
    void readGuide() throws Exception {
        Matcher yaml =
                Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        while (yaml.find()) {
            examples.put(yaml.group(1), yaml.group(2));
            Files.writeString(folder.resolve(yaml.group(1)), yaml.group(2));
        }
        assertThat(examples).containsOnlyKeys("etl.cluster.yaml", "count.job.yaml");
    }

    @Test
    void theCluster() {
        ClusterRequest request =
                ClusterTemplate.read(folder.resolve("etl.cluster.yaml")).with(Map.of("team", "blue", "workers", "8"));
        assertThat(request.key()).isEqualTo(RequestKey.of("etl", "blue"));
        assertThat(request.spec().workers()).isEqualTo(8);
        assertThat(request.spec().workerNodes().orElseThrow().disks().get(0)).hasToString("200 GiB gp3");
        assertThat(new SchemaCheck(ClusterTemplate.schema()).accepts(examples.get("etl.cluster.yaml")))
                .isTrue();
    }

    @Test
    void theJob() {
        JobRequest request = JobTemplate.read(folder.resolve("count.job.yaml")).with(Map.of("day", "2026-11-21"));
        assertThat(request.key()).isEqualTo(RequestKey.of("count", "2026-11-21"));
        assertThat(request.spec().options().executors()).hasValue(4);
        assertThat(new SchemaCheck(JobTemplate.schema()).accepts(examples.get("count.job.yaml")))
                .isTrue();
    }

    /** What the templates of DODAS take as inputs can be taken here. */
    @Test
    void theInputsOfDodas() throws Exception {
        Path file = Files.writeString(folder.resolve("dodas.cluster.yaml"), """
                inputs:
                  num_cpus_master: {type: integer, default: 2, min: 1}
                  mem_size_master: {type: size, default: 8GiB}
                  number_of_slaves: {type: integer, default: 1, min: 1, max: 100}
                  num_cpus_slave: {type: integer, default: 4}
                  mem_size_slave: {type: size, default: 8GiB}
                  most_slaves: {type: integer, default: 10}
                location: ec2-spark://eu-west-1
                key: dodas
                spec:
                  workers: ${inputs.number_of_slaves}
                  worker: {cores: "${inputs.num_cpus_slave}", memory: "${inputs.mem_size_slave}"}
                  master: {machines: [{cores: "${inputs.num_cpus_master}", memory: "${inputs.mem_size_master}"}]}
                  scaling: {min: 1, max: "${inputs.most_slaves}"}
                outputs: {master: "spark://${cluster.master}", nodes: "${cluster.workers}"}
                """);
        ClusterRequest request =
                ClusterTemplate.fill(file, Map.of("number_of_slaves", "3", "mem_size_master", "16GiB"));
        assertThat(request.spec().workers()).isEqualTo(3);
        assertThat(request.spec().master().orElseThrow().machine()).hasToString("at least 2 cores, 16384 MiB");
        assertThat(request.spec().scaling().orElseThrow().maxWorkers()).isEqualTo(10);
    }
}
