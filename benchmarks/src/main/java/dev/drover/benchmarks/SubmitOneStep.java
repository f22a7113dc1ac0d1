package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;

/** A whole program that submits one step to the EMR cluster that it is given, and ends; see cold-start.py. */
public final class SubmitOneStep {

    private SubmitOneStep() {}

    public static void main(String[] args) {
        SparkJar job = SparkJar.of(StorageUri.parse("s3://acme-code/report.jar"), "com.acme.DailyReport")
                .args("--day", "2026-11-21")
                .build();
        try (Drover drover = Drover.builder().build()) {
            System.out.println(drover.jobs(ClusterId.parse(args[0]))
                    .submit(job, RequestKey.random())
                    .id());
        }
    }
}
