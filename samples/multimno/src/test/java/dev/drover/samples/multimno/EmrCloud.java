package dev.drover.samples.multimno;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.aws.fake.AwsMachine;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmr;
import dev.drover.aws.fake.FakeEmrCluster;
import dev.drover.aws.fake.FakeEmrStep;
import dev.drover.aws.fake.SparkSteps;
import dev.drover.aws.fake.TestS3;
import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** EMR and S3. */
final class EmrCloud implements TestCloud {
    private final TestS3 s3 = new TestS3("acme-mobility");
    private final FakeEmr emr;
    private final FakeAws aws;

    /**
     * An EMR with nothing in it.
     *
     * @param folder for the machine's files
     * @param programs puts more programs on the machine
     */
    EmrCloud(Path folder, Consumer<SparkMachine> programs) {
        SparkMachine machine = AwsMachine.at(folder, s3.endpoint());
        programs.accept(machine);
        emr = new FakeEmr(new SparkSteps(machine, s3.endpoint()), InstantSource.system());
        aws = new FakeAws(emr);
    }

    @Override
    public Map<String, String> environment() {
        return Map.ofEntries(TestCloud.at("EMR_ENDPOINT", aws.endpoint()), TestCloud.at("S3_ENDPOINT", s3.endpoint()));
    }

    @Override
    public Map<String, Integer> calls() {
        return aws.calls();
    }

    @Override
    public List<Asked> asked() {
        List<Asked> all = new ArrayList<>();
        for (FakeEmrCluster cluster : emr.clusters()) {
            all.add(new Asked("RunJobFlow", made(cluster.request())));
            cluster.steps().forEach(step -> all.add(new Asked("AddJobFlowSteps", submitted(step))));
        }
        return all;
    }

    private static String made(JsonNode request) {
        String actions = StreamSupport.stream(request.path("BootstrapActions").spliterator(), false)
                .map(action -> "bootstrap action " + action.path("Name").asText() + " "
                        + action.path("ScriptBootstrapAction").path("Path").asText() + " "
                        + words(action.path("ScriptBootstrapAction").path("Args")))
                .collect(Collectors.joining("; "));
        return request.path("ReleaseLabel").asText() + "; " + actions + "; ends after "
                + request.path("AutoTerminationPolicy").path("IdleTimeout").asInt() + " s idle";
    }

    private static String submitted(FakeEmrStep step) {
        JsonNode request = step.request();
        // The third word is the launcher, the same text each time.
        List<String> words = new ArrayList<>(step.arguments());
        words.set(2, "LAUNCHER");
        return request.path("HadoopJarStep").path("Jar").asText() + " " + String.join(" ", words) + "; on failure "
                + request.path("ActionOnFailure").asText();
    }

    private static String words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    /** The states of all clusters ever made. */
    List<String> clusterStates() {
        return emr.clusters().stream().map(FakeEmrCluster::state).toList();
    }

    @Override
    public void close() {
        emr.close();
        aws.close();
        s3.close();
    }
}
