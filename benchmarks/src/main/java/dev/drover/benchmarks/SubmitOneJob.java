package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.gcp.GcpOptions;
import java.net.URI;

/** A whole program that submits one job to the Dataproc at the address that it is given, and ends; see cold-start.py. */
public final class SubmitOneJob {

    private SubmitOneJob() {}

    public static void main(String[] args) {
        SparkJar job = SparkJar.of(StorageUri.parse("gs://acme-code/report.jar"), "com.acme.DailyReport")
                .args("--day", "2026-11-21")
                .build();
        GcpOptions server =
                GcpOptions.builder().endpoint(URI.create(args[0])).anonymous().build();
        try (Drover drover = Drover.builder()
                .configure("dataproc://acme-data/europe-west1", server)
                .build()) {
            System.out.println(drover.jobs(ClusterId.parse("dataproc://acme-data/europe-west1/etl"))
                    .submit(job, RequestKey.random())
                    .id());
        }
    }
}
