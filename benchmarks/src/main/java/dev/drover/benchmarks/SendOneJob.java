package dev.drover.benchmarks;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobControllerClient;
import com.google.cloud.dataproc.v1.JobControllerSettings;
import com.google.cloud.dataproc.v1.JobPlacement;
import com.google.cloud.dataproc.v1.JobReference;
import com.google.cloud.dataproc.v1.SparkJob;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;

/** The same as {@link SubmitOneJob} with Google's client alone: one request, without a look for the key. */
public final class SendOneJob {

    private SendOneJob() {}

    public static void main(String[] args) throws IOException {
        InstantiatingGrpcChannelProvider plain = JobControllerSettings.defaultGrpcTransportProviderBuilder()
                .setEndpoint(URI.create(args[0]).getAuthority())
                .setChannelConfigurator(channel -> channel.usePlaintext())
                .build();
        JobControllerSettings settings = JobControllerSettings.newBuilder()
                .setTransportChannelProvider(plain)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        Job job = Job.newBuilder()
                .setReference(JobReference.newBuilder().setJobId("report-" + UUID.randomUUID()))
                .setPlacement(JobPlacement.newBuilder().setClusterName("etl"))
                .setSparkJob(SparkJob.newBuilder()
                        .setMainClass("com.acme.DailyReport")
                        .addJarFileUris("gs://acme-code/report.jar")
                        .addArgs("--day")
                        .addArgs("2026-11-21"))
                .build();
        try (JobControllerClient client = JobControllerClient.create(settings)) {
            System.out.println(client.submitJob("acme-data", "europe-west1", job)
                    .getReference()
                    .getJobId());
        }
    }
}
