package dev.drover.samples.multimno;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What Dataproc is asked for, which docs/multimno.md sets beside what Multimno's users do by hand. */
class DataprocTest extends OnClouds<DataprocCloud> {
    private static final String ACTION = "initialization action gs://acme-mobility/";

    DataprocTest() {
        super("dataproc.yaml", DataprocCloud::new);
    }

    @Test
    void theCallsAreThoseOfTheGuide() {
        assertThat(cloud.calls())
                // Asked again for as long as the first cluster, which has the same name, is still there.
                .hasEntrySatisfying("CreateCluster", times -> assertThat(times).isGreaterThanOrEqualTo(2))
                .containsEntry("SubmitJob", 10)
                .containsEntry("DeleteCluster", 2)
                .containsOnlyKeys("CreateCluster", "GetCluster", "SubmitJob", "GetJob", "DeleteCluster");
        String made = asked("CreateCluster").get(0).words();
        assertThat(made).startsWith("2.2-debian12; " + ACTION).endsWith("; ends after 1800 s idle");
        String script = made.substring(made.indexOf(ACTION) + ACTION.length(), made.lastIndexOf(';'));
        assertThat(cloud.text(script))
                .contains(
                        folder + "/venv",
                        "gs://acme-mobility/code/code/mobility-1.0-py3-none-any.whl",
                        "gs://acme-mobility/code/env/python_dependencies/",
                        "gs://acme-mobility/code/env/jars/grid.jar",
                        folder + "/spark/jars");
        assertThat(asked("SubmitJob"))
                .hasSize(10)
                .allSatisfy(request -> assertThat(request.words())
                        .startsWith("PIG_JOB ")
                        .contains("gs://acme-mobility/drover/staging/runs/", "sh "));
    }

    @Test
    void eachComponentRunsOnThePythonOfTheMachines() throws IOException {
        assertThat(python.told("spark-submit").get(0))
                .startsWith("--master yarn")
                .contains("--conf spark.pyspark.python=" + folder + "/venv/bin/python")
                .endsWith(
                        "gs://acme-mobility/code/code/main_mobility.py EventGeneration"
                                + " gs://acme-mobility/code/conf/general.ini gs://acme-mobility/code/conf/event_generation.ini");
    }
}
