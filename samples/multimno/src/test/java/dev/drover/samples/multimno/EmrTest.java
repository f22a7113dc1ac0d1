package dev.drover.samples.multimno;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.samples.multimno.TestCloud.Asked;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What EMR is asked for, which docs/multimno.md sets beside what Multimno's users do by hand. */
class EmrTest extends OnClouds<EmrCloud> {

    EmrTest() {
        super("emr.yaml", EmrCloud::new);
    }

    @Test
    void theCallsAreThoseOfTheGuide() {
        assertThat(cloud.calls())
                .containsEntry("RunJobFlow", 2)
                .containsEntry("AddJobFlowSteps", 10)
                .containsEntry("TerminateJobFlows", 2)
                .containsOnlyKeys(
                        "RunJobFlow",
                        "DescribeCluster",
                        "ListClusters",
                        "ListInstances",
                        "ListInstanceGroups",
                        "AddJobFlowSteps",
                        "ListSteps",
                        "TerminateJobFlows");
        List<Asked> made = asked("RunJobFlow");
        assertThat(made)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.words())
                        .startsWith(
                                "emr-7.2.0; bootstrap action python-mobility s3://acme-mobility/drover/staging/bootstrap/")
                        .contains(
                                "--folder " + folder + "/venv --python python3",
                                "--wheel s3://acme-mobility/code/code/mobility-1.0-py3-none-any.whl",
                                "--packages s3://acme-mobility/code/env/python_dependencies/",
                                "--jar s3://acme-mobility/code/env/jars/grid.jar --jars " + folder + "/spark/jars")
                        .endsWith("; ends after 1800 s idle"));
        assertThat(asked("AddJobFlowSteps"))
                .hasSize(10)
                .allSatisfy(request -> assertThat(request.words())
                        .startsWith(
                                "command-runner.jar bash -c LAUNCHER drover s3://acme-mobility/drover/staging/runs/")
                        .endsWith("; on failure CONTINUE"));
        assertThat(cloud.clusterStates()).allSatisfy(state -> assertThat(state).startsWith("TERMINAT"));
    }

    @Test
    void eachComponentRunsOnThePythonOfTheMachines() throws IOException {
        String interpreter = folder + "/venv/bin/python";
        assertThat(python.told("spark-submit").get(0))
                .startsWith("--master yarn --deploy-mode client")
                .contains(
                        "--conf spark.pyspark.python=" + interpreter,
                        "--conf spark.yarn.appMasterEnv.PYSPARK_PYTHON=" + interpreter,
                        "--conf spark.yarn.appMasterEnv.PYSPARK_DRIVER_PYTHON=" + interpreter,
                        "--conf spark.executorEnv.PYSPARK_PYTHON=" + interpreter,
                        "--conf spark.sql.shuffle.partitions=2")
                .endsWith(
                        "s3://acme-mobility/code/code/main_mobility.py EventGeneration"
                                + " s3://acme-mobility/code/conf/general.ini s3://acme-mobility/code/conf/event_generation.ini");
    }
}
