package dev.drover.benchmarks;

import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.StepConfig;

/** The same as {@link SubmitOneStep} with the SDK of AWS alone: one request, without a look for the key. */
public final class AddOneStep {

    private AddOneStep() {}

    public static void main(String[] args) {
        String cluster = args[0].substring(args[0].lastIndexOf('/') + 1);
        try (EmrClient emr = EmrClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            StepConfig step = StepConfig.builder()
                    .name("report")
                    .actionOnFailure(ActionOnFailure.CONTINUE)
                    .hadoopJarStep(jar -> jar.jar("command-runner.jar")
                            .args(
                                    "spark-submit",
                                    "--class",
                                    "com.acme.DailyReport",
                                    "s3://acme-code/report.jar",
                                    "--day",
                                    "2026-11-21"))
                    .build();
            System.out.println(
                    emr.addJobFlowSteps(request -> request.jobFlowId(cluster).steps(step))
                            .stepIds());
        }
    }
}
