package dev.drover.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** EMR, Dataproc, Kubernetes and a Spark master in a process of their own, until its standard input ends. */
public final class PretendedPlatforms {
    private static final Duration LONG = Duration.ofDays(1);

    private PretendedPlatforms() {}

    /** Prints their addresses, one a line. Argument: the key store of the API server. */
    public static void main(String[] args) throws IOException {
        InstantSource clock = InstantSource.system();
        try (CountedEmr emr = new CountedEmr(clock, 1, step -> LONG);
                CountedDataproc dataproc = new CountedDataproc(clock, 1, job -> LONG);
                PretendedKube kube = new PretendedKube(Path.of(args[0]));
                CountedMaster master = new CountedMaster(LONG)) {
            System.out.println(emr.endpoint());
            System.out.println(dataproc.endpoint());
            System.out.println(kube.url());
            System.out.println(master.uri());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }
}
